import { OUTSIDES } from "../spelling/outside.js";
import { isTypeName } from "../spelling/tags.js";
import type { ColumnProfile } from "./plan.js";
import { isAbsent } from "./references.js";
import type { SampleRow } from "./sample.js";

/** Rows in which both columns say the same: outside, or not. */
const NEARLY_ALL = 0.98;
/** Segments whose tokens have one type: others are slips. */
const MOSTLY = 0.8;
const MOST_TYPES = 100;
const TOKENS_PER_TYPE = 3;

/** The selector of two neighbouring columns of which one holds the prefixes of tags and one their types; null for none. */
export function splitLabels(
  columns: readonly ColumnProfile[],
  rows: readonly SampleRow[],
  token: number,
): { readonly selector: string; readonly why: string } | null {
  if (columns.some(({ kind }) => kind === "chunk")) return null;
  for (const prefixes of columns) {
    if (prefixes.index === token || prefixes.tags?.spelling.form !== "untyped") continue;
    const neighbours = [prefixes.index + 1, prefixes.index - 1].filter((index) => index !== token && columns[index]);
    const types = neighbours.find((index) => areTypesOf(prefixes, columns[index], rows));
    if (types !== undefined)
      return {
        selector: `${prefixes.index + 1}+${types + 1}`,
        why: "prefixes and types stand in columns of their own",
      };
  }
  return null;
}

function areTypesOf(prefixes: ColumnProfile, { index, counts }: ColumnProfile, rows: readonly SampleRow[]): boolean {
  const names = [...counts.keys()].filter((value) => !isOutside(value));
  const chunked = prefixes.tags?.chunked ?? 0;
  if (names.length === 0 || names.length > MOST_TYPES || names.length * TOKENS_PER_TYPE > chunked) return false;
  if (!names.every(isTypeName)) return false;
  const outside = prefixes.tags?.spelling.outside;
  const isSame = (row: SampleRow) => (valueAt(row, prefixes.index) === outside) === isOutside(valueAt(row, index));
  return rows.filter(isSame).length >= NEARLY_ALL * rows.length && goOn(prefixes, index, rows);
}

/** Whether a segment has one type: the words of a mention, or ids, may change within it. */
function goOn(prefixes: ColumnProfile, types: number, rows: readonly SampleRow[]): boolean {
  const letters = prefixes.tags?.spelling.letters ?? {};
  const inner = [letters.I ?? "I", letters.E ?? "E", letters.L ?? "L"];
  let within = 0;
  let same = 0;
  for (const [i, row] of rows.entries()) {
    const before = rows[i - 1];
    if (before?.block !== row.block || !inner.includes(valueAt(row, prefixes.index))) continue;
    if (isOutside(valueAt(before, types))) continue;
    within++;
    if (valueAt(before, types) === valueAt(row, types)) same++;
  }
  return same >= MOSTLY * within;
}

/** Without the blanks of files whose columns a tab and a blank part. */
function valueAt({ fields }: SampleRow, index: number): string {
  return fields[index]?.trim() ?? "";
}

/** What the column of types has most often where the one of prefixes says that nothing is annotated. */
export function fillerOf(rows: readonly SampleRow[], types: number): string {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = valueAt(row, types);
    if (isOutside(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), ["O", 0])[0];
}

/** Whether a column of types has this where there is none. */
export function isOutside(value: string): boolean {
  return isAbsent(value) || OUTSIDES.includes(value);
}
