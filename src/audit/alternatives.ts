import { segmentTags } from "../corpus/spelling.js";
import type { Scheme } from "../corpus/types.js";

/** One way to label a span: its segment label ("O" for none) and the tagger's label number of each token. */
export interface Labelling {
  readonly label: string;
  readonly numbers: Int32Array;
}

/** The labellings of spans under a scheme: one segment of each label over the whole span, or none. */
export class Alternatives {
  private readonly cache = new Map<number, readonly Labelling[]>();
  private readonly numberOf: ReadonlyMap<string, number>;

  /**
   * @param tags the tagger's labels: tags as they stand in the corpus
   * @param segmentLabels the segment labels that they spell
   */
  constructor(
    private readonly scheme: Scheme,
    tags: readonly string[],
    private readonly segmentLabels: readonly string[],
  ) {
    this.numberOf = new Map(tags.map((tag, number) => [tag, number]));
  }

  /**
   * Every labelling of a span of `length` tokens that the tagger has tags for, in the order of the labels, O last.
   *
   * @param touching the label of a segment that ends just before the span, null for none (IOB1 spells it otherwise)
   */
  of(length: number, touching: string | null): readonly Labelling[] {
    const before = touching === null || this.scheme !== "IOB1" ? -1 : this.segmentLabels.indexOf(touching);
    const key = length * (this.segmentLabels.length + 1) + before + 1;
    let labellings = this.cache.get(key);
    if (!labellings) {
      labellings = this.spell(length, before);
      this.cache.set(key, labellings);
    }
    return labellings;
  }

  private spell(length: number, touching: number): Labelling[] {
    const spelled = this.segmentLabels.map((label, i) => ({
      label,
      tags: segmentTags(this.scheme, label, length, i === touching),
    }));
    if (this.scheme !== "plain") spelled.push({ label: "O", tags: new Array<string>(length).fill("O") });
    return spelled.flatMap(({ label, tags }) => {
      const numbers = Int32Array.from(tags, (tag) => this.numberOf.get(tag) ?? -1);
      return numbers.includes(-1) ? [] : [{ label, numbers }];
    });
  }
}
