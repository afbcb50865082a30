import type { LabelledSegment } from "./spelling.js";
import type { Segments } from "./types.js";

/** Tokens start … end − 1. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Whether two stretches of tokens share one. */
export function overlap(one: Stretch, other: Stretch): boolean {
  return one.start < other.end && other.start < one.end;
}

/** Whether both have the same bounds and label. */
export function isSameSegment(one: LabelledSegment, other: LabelledSegment): boolean {
  return one.start === other.start && one.end === other.end && one.label === other.label;
}

/** One of a corpus's segments, with tokens counted from `origin`. */
export function segmentAt({ start, end, label, labels }: Segments, i: number, origin = 0): LabelledSegment {
  return { start: start[i] - origin, end: end[i] - origin, label: labels[label[i]] };
}

/** The number of the first segment that ends behind a token, tokens counted over the corpus. O(log n): they are in file order. */
export function firstOverlapping({ count, end }: Segments, start: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (end[middle] <= start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The numbers of the segments that overlap [start, end), tokens counted over the corpus. */
export function overlapping(segments: Segments, start: number, end: number): number[] {
  const found: number[] = [];
  for (let i = firstOverlapping(segments, start); i < segments.count && segments.start[i] < end; i++) found.push(i);
  return found;
}
