import type { LabelledSegment } from "../../corpus/index.js";
import type { Segments } from "../../corpus/types.js";

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
    for (let i = segments.count - 1; i >= 0; i--) this.first[segments.sentence[i]] = i;
    for (let k = sentences - 1; k >= 0; k--) this.first[k] = Math.min(this.first[k], this.first[k + 1]);
  }

  /** In order, with token offsets in the sentence. */
  of(sentence: number): LabelledSegment[] {
    const { start, end, label, labels } = this.segments;
    const origin = this.sentenceStart[sentence];
    const found: LabelledSegment[] = [];
    for (let i = this.first[sentence]; i < this.first[sentence + 1]; i++) {
      found.push({ start: start[i] - origin, end: end[i] - origin, label: labels[label[i]] });
    }
    return found;
  }
}

export const overlaps = (a: { start: number; end: number }, b: { start: number; end: number }): boolean =>
  a.start < b.end && b.start < a.end;
