import type { Segments } from "../corpus/types.js";
import type { Span } from "../influence/spans.js";

/** A span of the training corpus that may be mislabelled, with its segment label as it stands ("O" for none). */
export interface Candidate extends Span {
  readonly label: string;
  /** Annotated segments, by number: the last that ends at or before its start, the first that starts at or after its end. */
  readonly previous: number;
  readonly next: number;
}

/** Every annotated segment, in file order. */
export function annotatedCandidates({ count, sentence, start, end, label, labels }: Segments): Candidate[] {
  return Array.from({ length: count }, (_, i) => ({
    sentence: sentence[i],
    start: start[i],
    end: end[i],
    label: labels[label[i]],
    previous: i - 1,
    next: i + 1,
  }));
}

/**
 * Missed entities: spans that some reading of the training corpus would label and the annotation leaves out. A span
 * that overlaps an annotated segment is that segment's business.
 *
 * @param readings the segments of the corpus under other taggers
 */
export function missedCandidates(annotated: Segments, readings: readonly Segments[]): Candidate[] {
  const spans = new Map<string, Candidate>();
  for (const reading of readings) {
    let i = 0;
    for (let j = 0; j < reading.count; j++) {
      const start = reading.start[j];
      const end = reading.end[j];
      while (i < annotated.count && annotated.end[i] <= start) i++;
      if (i < annotated.count && annotated.start[i] < end) continue;
      spans.set(`${start} ${end}`, { sentence: reading.sentence[j], start, end, label: "O", previous: i - 1, next: i });
    }
  }
  return [...spans.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}
