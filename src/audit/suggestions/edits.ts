import { isSameSegment, overlap, overlapping, segmentAt } from "../../corpus/overlap.js";
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
  const others = labels.filter((other) => other !== label);
  const proposals = others.map((other) => ({ start, end, segments: [{ start, end, label: other }] }));
  return label === "O" ? proposals : [...proposals, { start, end, segments: [] }];
}

/** The candidate as one segment of `label` with either bound moved. */
export function movedBounds({ start, end }: Candidate, label: string, { left, right }: Room): Proposal[] {
  const moved: PlacedSegment[] = [];
  for (let by = 1; by <= REACH; by++) {
    if (start - by >= left) moved.push({ start: start - by, end, label });
    if (end + by <= right) moved.push({ start, end: end + by, label });
    if (start + by < end) moved.push({ start: start + by, end, label }, { start, end: end - by, label });
  }
  return moved.map((segment) => over([segment, { start, end, label }], [segment]));
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
export function joins({ start, end, label }: Candidate, { previous, next }: Room): Proposal[] {
  const proposals: Proposal[] = [];
  for (const [one, other] of [
    [previous, { start, end, label }],
    [{ start, end, label }, next],
  ]) {
    if (!one || !other || other.start - one.end > GAP) continue;
    for (const name of new Set([one.label, other.label])) {
      if (name === "O") continue;
      const segment = { start: one.start, end: other.end, label: name };
      proposals.push({ start: segment.start, end: segment.end, segments: [segment] });
    }
  }
  return proposals;
}

/**
 * What another reading of the corpus says about the candidate's place: its segments over the smallest window around the
 * candidate whose bounds cut no segment, annotated or read. Null where the reading has the candidate as it stands.
 */
export function reread(candidate: Candidate, annotated: Segments, reading: Segments): Proposal | null {
  let { start, end } = candidate;
  for (let grown = true; grown; ) {
    grown = false;
    for (const segments of [annotated, reading]) {
      for (const i of overlapping(segments, start, end)) {
        if (segments.start[i] < start || segments.end[i] > end) {
          start = Math.min(start, segments.start[i]);
          end = Math.max(end, segments.end[i]);
          grown = true;
        }
      }
    }
  }
  const segments = overlapping(reading, start, end).map((i) => segmentAt(reading, i));
  const covered = segments.filter((one) => overlap(one, candidate));
  const stands = candidate.label === "O" ? covered.length === 0 : covered.some((one) => isSameSegment(one, candidate));
  return stands ? null : { start, end, segments };
}

/** A proposal over the hull of some segments. */
function over(hull: readonly PlacedSegment[], segments: readonly PlacedSegment[]): Proposal {
  const start = Math.min(...hull.map((one) => one.start));
  const end = Math.max(...hull.map((one) => one.end));
  return { start, end, segments };
}
