import type { AnnotatedCorpus } from "../corpus/index.js";
import type { Corpus } from "../corpus/types.js";
import type { Span } from "../influence/spans.js";
import { at } from "../math/at.js";
import { NONE } from "./candidates/candidates.js";

/** How words are annotated where they stand: by label ("O" for outside every segment), how often. */
export type LabelCounts = ReadonlyMap<string, number>;

/** log (k + ½) / (n − k + ½) nats: of n places, k have the label; 0 where there are none. */
export function labelOdds(counts: LabelCounts, label: string): number {
  let of = 0;
  for (const one of counts.values()) of += one;
  const count = counts.get(label) ?? 0;
  return Math.log((count + 0.5) / (of - count + 0.5));
}

/** How the words of tokens [start, end) are annotated elsewhere. */
export type SpanCounts = (start: number, end: number) => LabelCounts;

const NOWHERE: LabelCounts = new Map();

/** A word with no more places than this is rare. */
const RARE = 16;

/**
 * Looks words up in a corpus: the places where exactly these words, in the same case, are a segment of their own or outside
 * every segment. Places within or across segments are neither.
 */
export class Places {
  /** The segment that covers each of N tokens, NONE where none does. */
  private readonly segmentAt: Int32Array;
  private readonly idOf: ReadonlyMap<string, number>;
  private readonly sentenceOf: Int32Array;
  /** Tokens in the order of their words, and where each word's begin: length N and |words| + 1. */
  private readonly tokens: Int32Array;
  private readonly wordStart: Int32Array;
  private readonly known = new Map<string, LabelCounts>();

  constructor(private readonly annotated: Pick<AnnotatedCorpus, "corpus" | "segments">) {
    const { corpus, segments } = annotated;
    const { ids, values } = corpus.words;
    this.segmentAt = new Int32Array(ids.length).fill(NONE);
    for (let i = 0; i < segments.count; i++) this.segmentAt.fill(i, at(segments.start, i), at(segments.end, i));
    this.sentenceOf = new Int32Array(ids.length);
    for (let k = 0; k + 1 < corpus.sentenceStart.length; k++) {
      this.sentenceOf.fill(k, at(corpus.sentenceStart, k), at(corpus.sentenceStart, k + 1));
    }
    this.idOf = new Map(values.map((word, id) => [word, id]));
    this.wordStart = new Int32Array(values.length + 1);
    for (const id of ids) this.wordStart[id + 1] = at(this.wordStart, id + 1) + 1;
    for (let id = 0; id < values.length; id++) {
      this.wordStart[id + 1] = at(this.wordStart, id + 1) + at(this.wordStart, id);
    }
    const next = this.wordStart.slice();
    this.tokens = new Int32Array(ids.length);
    ids.forEach((id, t) => {
      const place = at(next, id);
      this.tokens[place] = t;
      next[id] = place + 1;
    });
  }

  /** All places of the words. */
  of(words: readonly string[]): LabelCounts {
    return this.places(words.map((word) => this.idOf.get(word) ?? NONE));
  }

  /** All places but this one. */
  besides(words: readonly string[], { start, end }: Pick<Span, "start" | "end">): LabelCounts {
    return this.without(this.of(words), start, end);
  }

  /** All places of the words of a corpus's spans; but a span's own, where it is this corpus. */
  ofSpansIn(corpus: Pick<Corpus, "words">): SpanCounts {
    const { ids, values } = corpus.words;
    const isOwn = corpus === this.annotated.corpus;
    const number = isOwn ? null : Int32Array.from(values, (word) => this.idOf.get(word) ?? NONE);
    return (start, end) => {
      const words: number[] = [];
      for (let t = start; t < end; t++) words.push(number === null ? at(ids, t) : at(number, at(ids, t)));
      const all = this.places(words);
      return isOwn ? this.without(all, start, end) : all;
    };
  }

  /** @param ids of the words; NONE for one that the corpus does not have */
  private places(ids: readonly number[]): LabelCounts {
    if (ids.includes(NONE)) return NOWHERE;
    // Of many spans, most have a rare word, and are found again sooner than they are remembered.
    const isRare = ids.some((id) => this.countOf(id) <= RARE);
    const key = isRare ? "" : ids.join(" ");
    const known = isRare ? undefined : this.known.get(key);
    if (known) return known;
    const counts = new Map<string, number>();
    for (const start of this.startsOf(ids)) {
      const label = this.labelOf(start, start + ids.length);
      if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    if (!isRare) this.known.set(key, counts);
    return counts;
  }

  private without(all: LabelCounts, start: number, end: number): LabelCounts {
    const own = this.labelOf(start, end);
    return own === null ? all : new Map(all).set(own, (all.get(own) ?? 0) - 1);
  }

  /** How often a word stands in the corpus. */
  private countOf(id: number): number {
    return at(this.wordStart, id + 1) - at(this.wordStart, id);
  }

  /** The first token of each place, by the rarest of the words. */
  private *startsOf(ids: readonly number[]): Generator<number> {
    const { words } = this.annotated.corpus;
    const rarest = ids.reduce((best, id, j) => (this.countOf(id) < this.countOf(at(ids, best)) ? j : best), 0);
    const id = at(ids, rarest);
    for (let i = at(this.wordStart, id); i < at(this.wordStart, id + 1); i++) {
      const start = at(this.tokens, i) - rarest;
      const last = start + ids.length - 1;
      const inside = start >= 0 && last < words.ids.length && this.sentenceOf[start] === this.sentenceOf[last];
      if (inside && ids.every((one, j) => words.ids[start + j] === one)) yield start;
    }
  }

  /** The label of tokens [start, end) as one segment, "O" outside every segment, null where they are neither. */
  private labelOf(start: number, end: number): string | null {
    const { segments } = this.annotated;
    const i = at(this.segmentAt, start);
    if (i === NONE) {
      for (let t = start + 1; t < end; t++) if (this.segmentAt[t] !== NONE) return null;
      return "O";
    }
    const isWhole = segments.start[i] === start && segments.end[i] === end;
    return isWhole ? at(segments.labels, at(segments.label, i)) : null;
  }
}
