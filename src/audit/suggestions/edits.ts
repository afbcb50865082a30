import { firstOverlapping, isSameSegment, overlap, segmentAt } from "../../corpus/overlap.js";
import type { Segments } from "../../corpus/types.js";
import type { Candidate } from "../candidates/candidates.js";
import type { PlacedSegment, Proposal } from "./tagEncoder.js";

/** Tokens that a bound may move by; what lies further is left to the readings of whole sentences. */
const REACH = 3;
/** Tokens between two segments that may be one. */
const GAP = 2;
/** Tokens of the longest segment that is split: there are two splits a token, and each is as long as the segment. */
const LONGEST_SPLIT = 200;

/** What a candidate's bounds can move within, and what it could be joined with. */
export interface Room {
  /** The first token that is free to its left, and the last (exclusive) to its right: its neighbours' or the sentence's. */
  readonly left: number;
  readonly right: number;
  readonly previous: PlacedSegment | null;
  readonly next: PlacedSegment | null;
}

/** The same span with another label, or with none. */
export function relabellings({ start, end, label }: Candidate, labels: readonly string[]): Proposal[] {
  const proposals: Proposal[] = [];
  for (const other of labels) {
    if (other !== label) proposals.push({ start, end, segments: [{ start, end, label: other }] });
  }
  if (label !== "O") proposals.push({ start, end, segments: [] });
  return proposals;
}

/** The candidate as one segment of `label` with either bound moved; over the hull of both. */
export function movedBounds({ start, end }: Candidate, label: string, { left, right }: Room): Proposal[] {
  const proposals: Proposal[] = [];
  const moved = (from: number, to: number) => {
    const segments = [{ start: from, end: to, label }];
    proposals.push({ start: Math.min(start, from), end: Math.max(end, to), segments });
  };
  for (let by = 1; by <= REACH; by++) {
    if (start - by >= left) moved(start - by, end);
    if (end + by <= right) moved(start, end + by);
    if (start + by >= end) continue;
    moved(start + by, end);
    moved(start, end - by);
  }
  return proposals;
}

/** The candidate as two segments of its label, touching or with one token between them left out; none of a very long one. */
export function splits({ start, end, label }: Candidate): Proposal[] {
  if (end - start > LONGEST_SPLIT) return [];
  const proposals: Proposal[] = [];
  for (let cut = start + 1; cut < end; cut++) {
    for (const resume of cut + 1 < end ? [cut, cut + 1] : [cut]) {
      const segments = [
        { start, end: cut, label },
        { start: resume, end, label },
      ];
      proposals.push({ start, end, segments });
    }
  }
  return proposals;
}

/** The candidate and a close neighbour as one segment, of either's label: a missed span may be the rest of a name. */
export function joins(candidate: Candidate, { previous, next }: Room): Proposal[] {
  return [...joined(previous, candidate), ...joined(candidate, next)];
}

/** Two neighbours as one segment, where they are close. */
function joined(one: PlacedSegment | null, other: PlacedSegment | null): Proposal[] {
  if (!one || !other || other.start - one.end > GAP) return [];
  const { start } = one;
  const { end } = other;
  const labels = one.label === other.label ? [one.label] : [one.label, other.label];
  return labels.filter((label) => label !== "O").map((label) => ({ start, end, segments: [{ start, end, label }] }));
}

/**
 * What another reading of the corpus says about the candidate's place: its segments over the smallest window around the
 * candidate whose bounds cut no segment, annotated or read. Null where the reading has the candidate as it stands.
 */
export function reread(candidate: Candidate, annotated: Segments, reading: Segments): Proposal | null {
  let { start, end } = candidate;
  for (let width = -1; width !== end - start; ) {
    width = end - start;
    for (const segments of [annotated, reading]) {
      for (let i = firstOverlapping(segments, start); i < segments.count && segments.start[i] < end; i++) {
        start = Math.min(start, segments.start[i]);
        end = Math.max(end, segments.end[i]);
      }
    }
  }
  const segments: PlacedSegment[] = [];
  // Whether some segment covers a part of the candidate, and whether one is the candidate.
  let [isCovered, isThere] = [false, false];
  for (let i = firstOverlapping(reading, start); i < reading.count && reading.start[i] < end; i++) {
    const one = segmentAt(reading, i);
    segments.push(one);
    if (overlap(one, candidate)) isCovered = true;
    if (isSameSegment(one, candidate)) isThere = true;
  }
  const stands = candidate.label === "O" ? !isCovered : isThere;
  return stands ? null : { start, end, segments };
}
