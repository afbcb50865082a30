import { readSegments } from "../../corpus/index.js";
import { segmentAt } from "../../corpus/overlap.js";
import type { Corpus, Scheme, Segments } from "../../corpus/types.js";
import type { Family } from "../../findings/evaluation.js";
import { at } from "../../math/at.js";

export const FAMILIES: readonly Family[] = ["type", "span", "missed", "spurious", "scheme"];
const [TYPE, SPAN, MISSED, SPURIOUS, SCHEME] = [1, 2, 4, 8, 16] as const;

/** What an annotation gets wrong compared with its corrected version. Families are bit sets over FAMILIES; 0 is right. */
export interface Errors {
  readonly corpus: Corpus;
  readonly gold: Corpus;
  readonly scheme: Scheme;
  readonly annotated: Segments;
  readonly corrected: Segments;
  /** Length N; set where the tags differ. */
  readonly ofToken: Uint8Array;
  /** By annotated segment. */
  readonly ofSegment: Uint8Array;
  /** Corrected segments that overlap no annotated one, as indices into `corrected`. */
  readonly missed: Int32Array;
}

/**
 * Compares the two, which hold the same tokens. An annotated segment that overlaps a corrected one with other bounds is
 * wrong in its span, whatever the labels say.
 */
export function errorsBetween(corpus: Corpus, gold: Corpus, scheme: Scheme): Errors {
  const annotated = readSegments(corpus, scheme).segments;
  const corrected = readSegments(gold, scheme).segments;
  const differs = differingTags(corpus, gold);
  const ofSegment = new Uint8Array(annotated.count);
  const ofToken = new Uint8Array(differs.length);
  const missed: number[] = [];
  for (const [i, j] of firstOverlaps(annotated, corrected).entries()) {
    const [start, end] = [at(annotated.start, i), at(annotated.end, i)];
    const family = familyOf(annotated, i, corrected, j) || (differs.subarray(start, end).includes(1) ? SCHEME : 0);
    ofSegment[i] = family;
    if (family !== 0) mark(ofToken, differs, start, end, family);
  }
  for (const [j, i] of firstOverlaps(corrected, annotated).entries()) {
    if (i < 0) missed.push(j);
    mark(ofToken, differs, at(corrected.start, j), at(corrected.end, j), i < 0 ? MISSED : SPAN);
  }
  mark(ofToken, differs, 0, differs.length, SCHEME);
  return { corpus, gold, scheme, annotated, corrected, ofToken, ofSegment, missed: Int32Array.from(missed) };
}

/** By segment: the number of the first other one that overlaps it, −1 for none. */
function firstOverlaps(segments: Segments, others: Segments): Int32Array {
  let j = 0;
  return Int32Array.from({ length: segments.count }, (_, i) => {
    while (j < others.count && at(others.end, j) <= at(segments.start, i)) j++;
    return j < others.count && at(others.start, j) < at(segments.end, i) ? j : -1;
  });
}

/** What is wrong with annotated segment i where corrected segment j stands, −1 for none; 0 where they are the same. */
function familyOf(annotated: Segments, i: number, corrected: Segments, j: number): number {
  if (j < 0) return SPURIOUS;
  const [mine, right] = [segmentAt(annotated, i), segmentAt(corrected, j)];
  if (mine.start !== right.start || mine.end !== right.end) return SPAN;
  return mine.label === right.label ? 0 : TYPE;
}

/** Names a family's bits. */
export const familyBit = (family: Family): number => 1 << FAMILIES.indexOf(family);
export { MISSED as MISSED_BIT, SCHEME as SCHEME_BIT };

/** Gives those of the tokens that differ a family, unless they have one. */
function mark(ofToken: Uint8Array, differs: Uint8Array, start: number, end: number, family: number): void {
  for (let t = start; t < end; t++) if (differs[t] === 1 && ofToken[t] === 0) ofToken[t] = family;
}

/** Length N: 1 where the two have different tags. */
function differingTags({ tags }: Corpus, { tags: right }: Corpus): Uint8Array {
  const idOf = new Map(right?.values.map((value, id) => [value, id]));
  const same = tags!.values.map((value) => idOf.get(value) ?? -1);
  return Uint8Array.from(tags!.ids, (id, t) => (same[id] === right!.ids[t] ? 0 : 1));
}
