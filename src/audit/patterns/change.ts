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

/** How many tokens of one segment stand in the other; 0 or less where none do. */
const shared = (one: PlacedSegment, other: PlacedSegment): number =>
  Math.min(one.end, other.end) - Math.max(one.start, other.start);

/** The one of the segments that covers most of the candidate, the first of several; undefined where none does. */
export function mainOf(candidate: PlacedSegment, segments: readonly PlacedSegment[]): PlacedSegment | undefined {
  let best: PlacedSegment | undefined;
  for (const one of segments) {
    if (one.label !== "O" && shared(one, candidate) > (best ? shared(best, candidate) : 0)) best = one;
  }
  return best;
}

/** @param segments what should stand there; offsets count as the candidate's */
export function changeOf(candidate: PlacedSegment, segments: readonly PlacedSegment[]): Change {
  const { label } = candidate;
  const main = mainOf(candidate, segments);
  if (main === undefined) return { kind: "spurious", label, suggestion: "O" };
  return { kind: kindOf(candidate, main, segments), label, suggestion: main.label };
}

function kindOf(candidate: PlacedSegment, main: PlacedSegment, segments: readonly PlacedSegment[]): ChangeKind {
  if (candidate.label === "O") return "missed";
  let covering = 0;
  for (const one of segments) if (one.label !== "O" && shared(one, candidate) > 0) covering++;
  if (covering > 1) return "split";
  const [left, right] = [candidate.start - main.start, main.end - candidate.end];
  if (left === 0 && right === 0) return "label";
  if (left !== 0 && right !== 0) return "bounds";
  if (left !== 0) return left > 0 ? "before" : "first";
  return right > 0 ? "after" : "last";
}

/** One text for each change, to group by. */
export const keyOf = ({ kind, label, suggestion }: Change): string => JSON.stringify([kind, label, suggestion]);
