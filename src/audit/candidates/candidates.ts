import { GrowingInts } from "../../corpus/growing.js";
import type { Segments } from "../../corpus/types.js";
import type { Span } from "../../influence/spans.js";

/** The label number of "O". */
export const NONE = -1;

const COLUMNS = ["sentence", "start", "end", "label", "previous", "next"] as const;

/**
 * Spans of the training corpus that may be mislabelled, as parallel arrays of length `count`: a corpus under "plain" has
 * one for each of its tokens, and objects would weigh more than all that training needs.
 */
export interface Candidates extends Readonly<Record<(typeof COLUMNS)[number], Int32Array>> {
  readonly count: number;
  /** What `label` is an index into. There it is NONE for "O". */
  readonly labels: readonly string[];
}

/** One row of Candidates, with the name of its segment label as it stands ("O" for none). */
export interface Candidate extends Span {
  readonly label: string;
  /** Annotated segments, by number: the last that ends at or before its start, the first that starts at or after its end. */
  readonly previous: number;
  readonly next: number;
}

export function candidateAt({ sentence, start, end, label, previous, next, labels }: Candidates, i: number): Candidate {
  return {
    sentence: sentence[i],
    start: start[i],
    end: end[i],
    label: labels[label[i]] ?? "O",
    previous: previous[i],
    next: next[i],
  };
}

/** Every annotated segment, in file order. */
export function annotatedCandidates({ count, sentence, start, end, label, labels }: Segments): Candidates {
  const previous = Int32Array.from(start, (_, i) => i - 1);
  const next = Int32Array.from(start, (_, i) => i + 1);
  return { count, sentence, start, end, label, previous, next, labels };
}

/** Spans, whatever their labels: by start. */
export type Spans = Pick<Segments, "count" | "sentence" | "start" | "end">;

/** The missed spans among candidates. */
export function missedSpans({ count, sentence, start, end, label }: Candidates): Spans {
  const rows = Uint32Array.from({ length: count }, (_, row) => row).filter((row) => label[row] === NONE);
  const taken = (column: Int32Array) => Int32Array.from(rows, (row) => column[row]);
  return { count: rows.length, sentence: taken(sentence), start: taken(start), end: taken(end) };
}

/**
 * Missed entities: spans that some reading of the training corpus would label and the annotation leaves out. A span
 * that overlaps an annotated segment is that segment's business. By start, then end.
 *
 * @param readings spans that are segments of the corpus under other taggers
 */
export function missedCandidates(annotated: Segments, readings: readonly Spans[]): Candidates {
  const sentence = new GrowingInts();
  const start = new GrowingInts();
  const end = new GrowingInts();
  const next = new GrowingInts();
  for (const reading of readings) {
    let i = 0;
    for (let j = 0; j < reading.count; j++) {
      while (i < annotated.count && annotated.end[i] <= reading.start[j]) i++;
      if (i < annotated.count && annotated.start[i] < reading.end[j]) continue;
      sentence.push(reading.sentence[j]);
      start.push(reading.start[j]);
      end.push(reading.end[j]);
      next.push(i);
    }
  }
  const isSame = (a: number, b: number) => start.at(a) === start.at(b) && end.at(a) === end.at(b);
  const rows = Uint32Array.from({ length: start.length }, (_, row) => row)
    .sort((a, b) => start.at(a) - start.at(b) || end.at(a) - end.at(b))
    .filter((row, i, sorted) => i === 0 || !isSame(row, sorted[i - 1]));
  const taken = (column: GrowingInts) => Int32Array.from(rows, (row) => column.at(row));
  return {
    count: rows.length,
    sentence: taken(sentence),
    start: taken(start),
    end: taken(end),
    label: new Int32Array(rows.length).fill(NONE),
    previous: Int32Array.from(rows, (row) => next.at(row) - 1),
    next: taken(next),
    labels: annotated.labels,
  };
}

/** One after the other; they must have the same labels. */
export function joined(a: Candidates, b: Candidates): Candidates {
  if (a.labels !== b.labels) throw new Error("candidates of two sets of labels");
  const [sentence, start, end, label, previous, next] = COLUMNS.map((name) => {
    const column = new Int32Array(a.count + b.count);
    column.set(a[name]);
    column.set(b[name], a.count);
    return column;
  });
  return { count: a.count + b.count, sentence, start, end, label, previous, next, labels: a.labels };
}
