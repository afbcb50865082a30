import { readSegments } from "../../corpus/index.js";
import type { Corpus, Scheme, Segments } from "../../corpus/types.js";
import type { Family } from "../../findings/evaluation.js";

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

  let g = 0;
  for (let i = 0; i < annotated.count; i++) {
    const [start, end] = [annotated.start[i], annotated.end[i]];
    while (g < corrected.count && corrected.end[g] <= start) g++;
    if (g === corrected.count || corrected.start[g] >= end) ofSegment[i] = SPURIOUS;
    else if (corrected.start[g] !== start || corrected.end[g] !== end) ofSegment[i] = SPAN;
    else if (corrected.labels[corrected.label[g]] !== annotated.labels[annotated.label[i]]) ofSegment[i] = TYPE;
    else if (differs.subarray(start, end).includes(1)) ofSegment[i] = SCHEME;
    if (ofSegment[i] !== 0) mark(ofToken, differs, start, end, ofSegment[i]);
  }
  let a = 0;
  for (let j = 0; j < corrected.count; j++) {
    const [start, end] = [corrected.start[j], corrected.end[j]];
    while (a < annotated.count && annotated.end[a] <= start) a++;
    const isMissed = a === annotated.count || annotated.start[a] >= end;
    if (isMissed) missed.push(j);
    mark(ofToken, differs, start, end, isMissed ? MISSED : SPAN);
  }
  mark(ofToken, differs, 0, differs.length, SCHEME);
  return { corpus, gold, scheme, annotated, corrected, ofToken, ofSegment, missed: Int32Array.from(missed) };
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
