import { prefixAt } from "../../corpus/spelling.js";
import type { Scheme, Segments } from "../../corpus/types.js";

/** A segment; tokens numbered over the whole corpus, end exclusive. */
export interface PlacedSegment {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/**
 * Another way to annotate a place: the annotated segments that overlap [start, end), all of which lie within it, go, and
 * `segments`, in order and within it too, come.
 */
export interface Proposal {
  readonly start: number;
  readonly end: number;
  readonly segments: readonly PlacedSegment[];
}

/** Tags as the tagger numbers them, from token `from` on. */
export interface Tagging {
  readonly from: number;
  readonly numbers: readonly number[];
}

/** The tagger has no such tag. */
export const UNKNOWN = -1;

type Prefix = ReturnType<typeof prefixAt>;

/** Spells proposals in the tags of a scheme, in the place where they would stand. */
export class TagEncoder {
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly outside: number;
  private asked: { readonly tags: readonly string[]; readonly numbers: Int32Array } | null = null;
  /** By label, as they are met: the number of each of its tags. */
  private readonly byPrefix = new Map<string, Readonly<Record<Prefix, number>>>();

  /**
   * @param tags the tagger's labels: tags as they stand in the corpus
   * @param annotated the segments as they stand
   */
  constructor(
    readonly scheme: Scheme,
    tags: readonly string[],
    private readonly annotated: Segments,
  ) {
    this.numbers = new Map(tags.map((tag, number) => [tag, number]));
    this.outside = scheme === "plain" ? UNKNOWN : this.known("O");
  }

  /**
   * The tags that would stand in the proposal's place. Where a segment follows that would touch one of the same label, its
   * first tag is among them, for IOB1 marks that. Null where the tagger has no such tags, or the scheme (IO) no such
   * segments: two of one label that touch.
   *
   * @param previous the number of the last annotated segment that ends at or before the proposal's start
   */
  encode({ start, end, segments }: Proposal, sentence: number, previous: number): Tagging | null {
    const numbers: number[] = [];
    let last = this.at(previous, sentence);
    let token = start;
    for (const segment of segments) {
      for (; token < segment.start; token++) numbers.push(this.outside);
      if (!this.push(numbers, segment, last, segment.end)) return null;
      token = segment.end;
      last = segment;
    }
    for (; token < end; token++) numbers.push(this.outside);
    const next = this.at(this.firstFrom(end, previous + 1), sentence);
    if (next?.start === end && !this.push(numbers, next, last, this.scheme === "IOB1" ? end + 1 : end)) return null;
    return numbers.includes(UNKNOWN) ? null : { from: start, numbers };
  }

  /** `encode` for a candidate, whose proposal may start before it does. Null also where nothing is proposed. */
  encodeFor(
    proposal: Proposal | null,
    { sentence, previous }: { readonly sentence: number; readonly previous: number },
  ): Tagging | null {
    return proposal && this.encode(proposal, sentence, this.lastBefore(proposal.start, previous));
  }

  /** The tagger's numbers of tags; UNKNOWN where it has none. The same list is looked up once. */
  numbersOf(tags: readonly string[]): Int32Array {
    if (tags !== this.asked?.tags) this.asked = { tags, numbers: Int32Array.from(tags, (tag) => this.known(tag)) };
    return this.asked.numbers;
  }

  /** The number of the last annotated segment that ends at or before a token, from number i down. */
  private lastBefore(token: number, i: number): number {
    let at = i;
    while (at >= 0 && this.annotated.end[at] > token) at--;
    return at;
  }

  private known(tag: string): number {
    return this.numbers.get(tag) ?? UNKNOWN;
  }

  private prefixed(label: string): Readonly<Record<Prefix, number>> {
    let found = this.byPrefix.get(label);
    if (found === undefined) {
      const number = (prefix: Prefix) => this.known(`${prefix}-${label}`);
      found = { B: number("B"), I: number("I"), E: number("E"), S: number("S"), L: number("L"), U: number("U") };
      this.byPrefix.set(label, found);
    }
    return found;
  }

  /** Adds the tags of a segment's tokens before `until`; false where it would run into the one before. */
  private push(numbers: number[], segment: PlacedSegment, before: PlacedSegment | null, until: number): boolean {
    const { start, end, label } = segment;
    const touches = before?.end === start && before.label === label;
    if (touches && this.scheme === "IO") return false;
    if (this.scheme === "plain") {
      const number = this.known(label);
      for (let t = start; t < until; t++) numbers.push(number);
      return true;
    }
    const ofLabel = this.prefixed(label);
    for (let t = start; t < until; t++) numbers.push(ofLabel[prefixAt(this.scheme, t - start, end - start, touches)]);
    return true;
  }

  /** The number of the first annotated segment from number i on that starts at or after a token. */
  private firstFrom(token: number, i: number): number {
    let at = i;
    while (at < this.annotated.count && this.annotated.start[at] < token) at++;
    return at;
  }

  /** An annotated segment, where there is one of this number in the sentence. */
  at(i: number, sentence: number): PlacedSegment | null {
    const { count, start, end, label, labels } = this.annotated;
    if (i < 0 || i >= count || this.annotated.sentence[i] !== sentence) return null;
    return { start: start[i], end: end[i], label: labels[label[i]] };
  }
}
