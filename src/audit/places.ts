import type { AnnotatedCorpus } from "../corpus/index.js";
import type { Corpus, Segments } from "../corpus/types.js";
import type { Span } from "../influence/spans.js";
import { at } from "../math/at.js";
import { NONE } from "./candidates/candidates.js";
import { type Run, WordIndex } from "./wordIndex.js";

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

/** The number of no label: of tokens that lie within or across segments. */
const NEITHER = -2;

/** Words with no more entries than this in the index are rare. */
const RARE = 64;

/** The segment that covers each of a corpus's tokens, by number; NONE where none does. */
export function coveringSegments({ count, start, end }: Segments, tokens: number): Int32Array {
  const covering = new Int32Array(tokens).fill(NONE);
  for (let i = 0; i < count; i++) covering.fill(i, at(start, i), at(end, i));
  return covering;
}

/**
 * Looks words up in a corpus: the places where exactly these words, in the same case, are a segment of their own or outside
 * every segment. Places within or across segments are neither.
 */
export class Places {
  /** The segment that covers each of N tokens, NONE where none does. */
  private readonly segmentAt: Int32Array;
  private readonly idOf: ReadonlyMap<string, number>;
  private readonly index: WordIndex;
  private readonly known = new Map<string, LabelCounts>();

  constructor(private readonly annotated: Pick<AnnotatedCorpus, "corpus" | "segments">) {
    const { corpus, segments } = annotated;
    const { ids, values } = corpus.words;
    this.index = new WordIndex(corpus);
    this.segmentAt = coveringSegments(segments, ids.length);
    this.idOf = new Map(values.map((word, id) => [word, id]));
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
      for (let t = start; t < end; t++) {
        const id = ids[t] as number;
        words.push(number === null ? id : (number[id] as number));
      }
      const all = this.places(words);
      return isOwn ? this.without(all, start, end) : all;
    };
  }

  /** @param ids of the words; NONE for one that the corpus does not have */
  private places(ids: readonly number[]): LabelCounts {
    if (ids.includes(NONE)) return NOWHERE;
    const run = this.index.run(ids);
    // Most spans are rare, and are found again sooner than they are remembered.
    const isRare = run.past - run.from <= RARE;
    const key = isRare ? "" : ids.join(" ");
    const known = isRare ? undefined : this.known.get(key);
    if (known) return known;
    const counts = this.counted(ids, run);
    if (!isRare) this.known.set(key, counts);
    return counts;
  }

  /** Labels in the order of their first places. */
  private counted(ids: readonly number[], run: Run): LabelCounts {
    const { labels } = this.annotated.segments;
    const found: { readonly label: number; count: number; first: number }[] = [];
    this.index.eachStart(ids, run, (start) => {
      const label = this.labelOf(start, start + ids.length);
      if (label === NEITHER) return;
      const known = found.find((one) => one.label === label);
      if (known === undefined) found.push({ label, count: 1, first: start });
      else {
        known.count++;
        known.first = Math.min(known.first, start);
      }
    });
    if (found.length > 1) found.sort((a, b) => a.first - b.first);
    const counts = new Map<string, number>();
    for (const { label, count } of found) {
      const name = nameOf(labels, label);
      counts.set(name, (counts.get(name) ?? 0) + count);
    }
    return counts;
  }

  private without(all: LabelCounts, start: number, end: number): LabelCounts {
    const own = this.labelOf(start, end);
    if (own === NEITHER) return all;
    const name = nameOf(this.annotated.segments.labels, own);
    return new Map(all).set(name, (all.get(name) ?? 0) - 1);
  }

  /** The label of tokens [start, end) as one segment, by number; NONE outside every segment. */
  private labelOf(start: number, end: number): number {
    const { segmentAt } = this;
    const { segments } = this.annotated;
    const i = segmentAt[start] as number;
    if (i === NONE) {
      for (let t = start + 1; t < end; t++) if (segmentAt[t] !== NONE) return NEITHER;
      return NONE;
    }
    const isWhole = segments.start[i] === start && segments.end[i] === end;
    return isWhole ? (segments.label[i] as number) : NEITHER;
  }
}

const nameOf = (labels: readonly string[], label: number): string => (label === NONE ? "O" : at(labels, label));
