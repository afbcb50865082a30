import type { PlacedSegment } from "../../findings/report.js";

/**
 * What a suggestion does. label: another label on the same span; missed: a segment where there is none; spurious: no segment
 * there; before, after: the segment takes words in on that side; first, last: it gives them up at that end; split: several
 * segments; bounds: anything else.
 */
export type ChangeKind = "label" | "missed" | "spurious" | "before" | "after" | "first" | "last" | "split" | "bounds";

/** Labels are segment labels, "O" for none. */
export interface Change {
  readonly kind: ChangeKind;
  readonly label: string;
  readonly suggestion: string;
}

/** The one of the segments that covers most of the candidate, the first of several; undefined where none does. */
export function mainOf({ start, end }: PlacedSegment, segments: readonly PlacedSegment[]): PlacedSegment | undefined {
  const overlap = (one: PlacedSegment) => Math.min(end, one.end) - Math.max(start, one.start);
  const covering = segments.filter((one) => overlap(one) > 0 && one.label !== "O");
  return covering.reduce((best, one) => (overlap(one) > overlap(best) ? one : best), covering[0]);
}

/** @param segments what should stand there; offsets count as the candidate's */
export function changeOf(candidate: PlacedSegment, segments: readonly PlacedSegment[]): Change {
  const { start, end, label } = candidate;
  const main = mainOf(candidate, segments);
  if (main === undefined) return { kind: "spurious", label, suggestion: "O" };
  const change = (kind: ChangeKind): Change => ({ kind, label, suggestion: main.label });
  if (label === "O") return change("missed");
  const covering = segments.filter((one) => one.start < end && start < one.end && one.label !== "O");
  if (covering.length > 1) return change("split");
  const [left, right] = [start - main.start, main.end - end];
  if (left === 0 && right === 0) return change("label");
  if (left !== 0 && right !== 0) return change("bounds");
  if (left !== 0) return change(left > 0 ? "before" : "first");
  return change(right > 0 ? "after" : "last");
}

/** One text for each change, to group by. */
export const keyOf = ({ kind, label, suggestion }: Change): string => JSON.stringify([kind, label, suggestion]);
