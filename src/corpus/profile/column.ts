import { typesIn } from "../spelling/brackets.js";
import { type Recognition, recognise } from "../spelling/recognise.js";
import type { ColumnKind, ColumnProfile } from "./plan.js";
import { isAbsent, isIds, isLinks, NUMBER } from "./references.js";
import type { SampleRow } from "./sample.js";

const FILLERS = new Set(["_", "-", "", "*"]);
/** Blanks alone: others are part of what they stand next to. */
const PADDED = /^ | $/;
const BLANKS_AROUND = /^ +| +$/g;
const LETTER = /\p{L}/u;
const STARTS_WITH_DIGIT = /^\d/;
/** Shares of rows that make a column what it is called. */
const NEARLY_ALL = 0.98;
/** Columns of more values than both of these are words. */
const MOST_LABELS = 100;
const WORDS_SHARE = 0.1;
const FEWEST_PADDED = 20;
/** Fewer rows tell nothing about a column. */
const FEWEST_ROWS = 3;

/** @param rows of which all have the column */
export function profileColumn(rows: readonly SampleRow[], index: number): ColumnProfile {
  const raw = rows.map(({ fields }) => fields[index] ?? "");
  const padded =
    rows.length >= FEWEST_PADDED &&
    raw.filter((value) => PADDED.test(value) && value.trim() !== "").length > rows.length / 2;
  const values = padded ? raw.map((value) => value.replace(BLANKS_AROUND, "")) : raw;
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const tags = recognise(counts);
  const firstRowOnly = isFirstRowOnly(values);
  const kind = kindOf(rows, values, counts, tags, firstRowOnly);
  return { index, kind, counts, tags, padded, firstRowOnly };
}

function kindOf(
  rows: readonly SampleRow[],
  values: readonly string[],
  counts: ReadonlyMap<string, number>,
  tags: Recognition | null,
  firstRowOnly: boolean,
): ColumnKind {
  if (rows.length >= FEWEST_ROWS && isCounter(rows, values)) return "counter";
  if (isLinks(counts)) return "link";
  if (isIds(values, counts)) return "id";
  if (firstRowOnly) return "group";
  if (tags && tags.chunked > 0) return namesEntities(tags, counts) ? "link" : isStrong(tags) ? "chunk" : "types";
  if (tags && counts.size === 1 && counts.has("O")) return "outside";
  if (counts.size === 1) return "constant";
  const share = (fits: (value: string) => boolean) =>
    [...counts].reduce((sum, [value, count]) => sum + (fits(value) ? count : 0), 0) / values.length;
  if (share((value) => FILLERS.has(value)) > 0.5) return "sparse";
  if (isGroup(rows, values, counts)) return "group";
  if (share((value) => NUMBER.test(value)) > NEARLY_ALL) return "number";
  if (share((value) => LETTER.test(value)) < 1 - NEARLY_ALL) return "sign";
  return counts.size > Math.max(MOST_LABELS, WORDS_SHARE * values.length) ? "words" : "plain";
}

/** No label set has so many types for so few tokens: each is the name of an entity. */
const MANY_TYPES = 20;
const TOKENS_PER_TYPE = 4;

function namesEntities({ spelling, chunked }: Recognition, counts: ReadonlyMap<string, number>): boolean {
  if (counts.size < MANY_TYPES) return false;
  const types = typesIn(spelling, counts.keys());
  return types.size >= MANY_TYPES && chunked < TOKENS_PER_TYPE * types.size;
}

/** Tags with two parts are tags for certain; types or prefixes alone could be something else. */
function isStrong({ spelling }: Recognition): boolean {
  return spelling.form === "prefix" || spelling.form === "suffix" || spelling.form === "brackets";
}

/** 1, 2, 3 … or 0, 1, 2 …, from the start again in each sentence; ranges (1-2) and empty nodes (8.1) between. */
function isCounter(rows: readonly SampleRow[], values: readonly string[]): boolean {
  if (!values.slice(0, FEWEST_ROWS).some((value) => STARTS_WITH_DIGIT.test(value))) return false;
  let previous = -1;
  let right = 0;
  let steps = 0;
  let counted = 0;
  for (const [i, value] of values.entries()) {
    if (/^\d+[-.]\d+$/.test(value)) continue;
    counted++;
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    const isStart = i === 0 || rows[i].block !== rows[i - 1].block;
    const isStep = !isStart && number === previous + 1;
    if (isStep) steps++;
    if (isStep || number === 1 || number === 0) right++;
    previous = number;
  }
  return (
    counted >= FEWEST_ROWS && steps > 0 && right >= NEARLY_ALL * counted && steps * 2 >= counted - rows.at(-1)!.block
  );
}

/** The same value throughout a sentence, another in the next; without blank lines, long runs that do not come again. */
function isGroup(rows: readonly SampleRow[], values: readonly string[], counts: ReadonlyMap<string, number>): boolean {
  if (counts.size < 2 || values.length < 3 * counts.size) return false;
  let runs = 0;
  let within = 0;
  for (const [i, value] of values.entries()) {
    const isNew = i === 0 || value !== values[i - 1];
    if (isNew) runs++;
    if (isNew && i > 0 && rows[i].block === rows[i - 1].block) within++;
  }
  const blocks = rows.at(-1)!.block;
  // With blank lines, no value may change within a sentence; without, each may stand in one place alone.
  return blocks > 1 ? within === 0 && blocks > 2 : runs === counts.size && runs > 2;
}

/** "Sentence: 1" in the first row of a sentence and nothing, or what stands for it, in the others. */
function isFirstRowOnly(values: readonly string[]): boolean {
  const filled = values.filter((value) => !isAbsent(value));
  if (filled.length < 2 || filled.length * 2 > values.length || isAbsent(values[0])) return false;
  return new Set(filled).size === filled.length && filled.every((value) => /\d/.test(value));
}
