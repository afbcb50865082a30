import { taggedKeys } from "./keys.js";
import type { ColumnProfile } from "./plan.js";
import type { SampleRow } from "./sample.js";

const NEARLY_ALL = 0.95;
/** So many of the words are their own lemma, in any language with inflection. */
const OWN_LEMMA = 0.4;
const FEWEST_ROWS = 20;
const LETTER = /\p{L}/u;

/** A column of key=value whose values are tags of segments, where no column has such tags by itself; null for none. */
export function keyedLabels(
  columns: readonly ColumnProfile[],
  token: number,
): { readonly selector: string; readonly why: string } | null {
  if (columns.some(({ kind }) => kind === "chunk")) return null;
  for (const { index, counts } of columns) {
    if (index === token) continue;
    const [found, ...more] = taggedKeys(counts).filter(({ share }) => share >= NEARLY_ALL);
    if (found && more.length === 0) return { selector: `${index + 1}:${found.key}`, why: "its values are tags" };
  }
  return null;
}

/** The columns, those that repeat the tokens (lemmas, words in lower case) being words, however few there are. */
export function withoutLemmas(
  columns: readonly ColumnProfile[],
  rows: readonly SampleRow[],
  token: number,
): readonly ColumnProfile[] {
  const lettered = rows.filter(({ fields }) => LETTER.test(fields[token] ?? ""));
  if (lettered.length < FEWEST_ROWS) return columns;
  return columns.map((column) => {
    if (column.kind !== "plain" || column.index === token) return column;
    const isSame = ({ fields }: SampleRow) => fields[column.index]?.toLowerCase() === fields[token]?.toLowerCase();
    return lettered.filter(isSame).length >= OWN_LEMMA * lettered.length ? { ...column, kind: "words" } : column;
  });
}
