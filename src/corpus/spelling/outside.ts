import type { TagCounts } from "./types.js";

/** What stands for O in files, the usual one first. */
export const OUTSIDES: readonly string[] = [
  ...["O", "0", "o", "_", "-"],
  ...["OTHER", "Other", "other", "NONE", "None", "none"],
  ...["Out", "OUT", "out", "Outside", "OUTSIDE", "outside"],
];

/** A prefix before or after something, or alone. */
const LIKE_A_TAG =
  /^[BIESLUMWbieslumw](?:$|[^\p{M}\p{N}]?\p{L}|[^\p{L}\p{M}\p{N}].)|.(?:[^\p{L}\p{M}\p{N}][BIESLUMWbieslumw]|[BIESLUMW])$/u;
const PREFIXED = /^[BIESLUM][-_:/.|+@= ]\p{L}/u;

/** Of the values, so many have another value that stands for O in its place: at least half. */
const OUTSIDE_SHARE = 0.5;
const FEWEST_TOKENS = 20;

/** Whether a value looks like a tag with a prefix, in any of the spellings. */
export function isLikeTag(value: string): boolean {
  return LIKE_A_TAG.test(value);
}

/**
 * The most frequent of what can stand for O; where there is none, what at least half of the tokens have while all others have
 * tags with prefixes (`NULL`, `O-O`, `X`); else "O".
 */
export function outsideOf(counts: TagCounts): string {
  const known = OUTSIDES.reduce((best, one) => ((counts.get(one) ?? 0) > (counts.get(best) ?? 0) ? one : best), "O");
  return counts.has(known) ? known : (ownOutside(counts) ?? known);
}

function ownOutside(counts: TagCounts): string | undefined {
  let most: string | undefined;
  let total = 0;
  for (const [value, count] of counts) {
    total += count;
    if (count > (most === undefined ? 0 : (counts.get(most) ?? 0))) most = value;
  }
  if (most === undefined || total < FEWEST_TOKENS || counts.size < 3 || PREFIXED.test(most)) return undefined;
  if ((counts.get(most) ?? 0) < OUTSIDE_SHARE * total) return undefined;
  return [...counts.keys()].every((value) => value === most || PREFIXED.test(value)) ? most : undefined;
}
