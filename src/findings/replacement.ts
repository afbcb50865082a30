import { overlap } from "../corpus/overlap.js";
import type { PlacedSegment, Replacement } from "./report.js";

/**
 * A sentence's segments once replacements are made, in order: the segments that overlap a replaced span go, those that
 * stay are the same objects.
 */
export function replaced(segments: readonly PlacedSegment[], replacements: readonly Replacement[]): PlacedSegment[] {
  const kept = segments.filter((segment) => !replacements.some((replacement) => overlap(segment, replacement)));
  return [...kept, ...replacements.flatMap((one) => one.segments)].sort((a, b) => a.start - b.start);
}
