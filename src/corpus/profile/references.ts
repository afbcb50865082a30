import { OUTSIDES } from "../spelling/outside.js";

export const NUMBER = /^[-+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?$/;

/** What stands for nothing in tables, by the programs that write them. */
const ABSENT = new Set(["", "_", "-", "nan", "null", "none", "n/a", "#n/a", "<na>"]);

/** An entry of a knowledge base, as entity linking names it: Q42, NIL, an address, C0012345, MESH:D003920, Q42|Q43. */
const ENTRY =
  /^(?:Q\d+|NIL\d*|--NME--|https?:\/\/\S+|C\d{7}|(?:dbr|dbpedia|wd|wikidata|wiki|yago|mesh|omim|umls|cui|geonames|viaf|gnd|kb):\S+)$/iu;
const PREFIX = /^[BIESLUM][-_](?=.)/u;
/** Columns of links hold little else. */
const NEARLY_ALL = 0.98;
const FEWEST_LINKS = 3;
/** More of other values are words, whatever comes after them: no sample has so many links. */
const MOST_OTHERS = 100;

/** Rows that an id for each token needs at least to be one. */
const FEWEST_ROWS = 20;

/** Whether a field is empty, or holds what stands for nothing. */
export function isAbsent(field: string): boolean {
  return ABSENT.has(field.trim().toLowerCase());
}

/** Whether values are entries of a knowledge base, with prefixes or without, and fillers elsewhere. */
export function isLinks(counts: ReadonlyMap<string, number>): boolean {
  let links = 0;
  let others = 0;
  for (const [value, count] of counts) {
    if (OUTSIDES.includes(value) || isAbsent(value)) continue;
    const entries = value.replace(PREFIX, "").split("|");
    if (entries.every((entry) => ENTRY.test(entry))) links += count;
    else others += count;
    if (others > MOST_OTHERS) return false;
  }
  return links >= FEWEST_LINKS && links >= NEARLY_ALL * (links + others);
}

/**
 * Whether each row has another value, and all have a digit but are no numbers: `d1-s0-t0`; or all are alike but for a number that
 * counts on or starts again: `t1`, `t2` … in each sentence.
 */
export function isIds(values: readonly string[], counts: ReadonlyMap<string, number>): boolean {
  if (values.length < FEWEST_ROWS || counts.size * 4 < FEWEST_ROWS) return false;
  const skeletons = new Set<string>();
  for (const value of counts.keys()) {
    if (!/\d/.test(value) || NUMBER.test(value)) return false;
    skeletons.add(value.replace(/\d+/g, "0"));
  }
  if (counts.size === values.length) return true;
  const [skeleton] = skeletons;
  if (skeletons.size > 1 || !/^\D+0\D*$/.test(skeleton)) return false;
  const numbers = values.map((value) => Number(/\d+/.exec(value)?.[0]));
  return numbers.every((number, i) => number <= 1 || number === numbers[i - 1] + 1);
}
