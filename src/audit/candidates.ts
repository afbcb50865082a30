import type { Segments } from "../corpus/types.js";
import type { Span } from "../influence/spans.js";

/** A span of the training corpus that may be mislabelled, with its segment label as it stands ("O" for none). */
export interface Candidate extends Span {
  readonly label: string;
  /** The label of an annotated segment that ends where this one starts, null for none. */
  readonly touching: string | null;
}

/** Every annotated segment, in file order. */
export function annotatedCandidates(segments: Segments): Candidate[] {
  const { count, sentence, start, end, label, labels } = segments;
  return Array.from({ length: count }, (_, i) => ({
    sentence: sentence[i],
    start: start[i],
    end: end[i],
    label: labels[label[i]],
    touching: i > 0 && end[i - 1] === start[i] && sentence[i - 1] === sentence[i] ? labels[label[i - 1]] : null,
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
      const adjoins = i > 0 && annotated.end[i - 1] === start && annotated.sentence[i - 1] === reading.sentence[j];
      const touching = adjoins ? annotated.labels[annotated.label[i - 1]] : null;
      spans.set(`${start} ${end}`, { sentence: reading.sentence[j], start, end, label: "O", touching });
    }
  }
  return [...spans.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}
