import { segmentAt } from "../../corpus/overlap.js";
import type { LabelledSegment } from "../../corpus/spelling.js";
import type { Segments } from "../../corpus/types.js";
import { at } from "../../math/at.js";

/** The segments of each sentence, without a walk through all of them. */
export class BySentence {
  /** Length K + 1: the first segment of sentence k, or of a later one where k has none. */
  private readonly first: Int32Array;

  constructor(
    private readonly segments: Segments,
    private readonly sentenceStart: Int32Array,
  ) {
    const sentences = sentenceStart.length - 1;
    this.first = new Int32Array(sentences + 1).fill(segments.count);
    for (let i = segments.count - 1; i >= 0; i--) this.first[at(segments.sentence, i)] = i;
    for (let k = sentences - 1; k >= 0; k--) this.first[k] = Math.min(at(this.first, k), at(this.first, k + 1));
  }

  /** In order, with token offsets in the sentence. */
  of(sentence: number): LabelledSegment[] {
    const [from, to] = [at(this.first, sentence), at(this.first, sentence + 1)];
    const origin = at(this.sentenceStart, sentence);
    return Array.from({ length: to - from }, (_, i) => segmentAt(this.segments, from + i, origin));
  }
}
