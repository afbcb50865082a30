import { SeginfError } from "../errors.js";
import type { Layout } from "./layout.js";

/** Where a row stands. */
export interface RowPlace {
  readonly file: string;
  readonly line: number;
}

export type Role = "token" | "label" | "further";

/** A column asked for that a row does not have. */
export function absentColumn(role: Role, number: number, width: number, place: RowPlace): SeginfError {
  const choices = width === 1 ? "column 1" : `1 to ${width}`;
  const hint = `choose from ${choices}${role === "further" ? "" : ` with --${role}-column`}`;
  const columns = `${width} column${width === 1 ? "" : "s"}`;
  return new SeginfError(`the ${role} column ${number} is not there: the row has ${columns}`, place, hint);
}

/** Token and label in one column. */
export function sameColumn(width: number, place: RowPlace): SeginfError {
  const what =
    width === 1 ? "there is no label column: the row has one column" : "token and label would be the same column";
  return new SeginfError(what, place, "give rows of a token and a label, or choose with --label-column");
}

/** A row of another width than the first. */
export function raggedRow(width: number, { line, width: usual, separator }: Layout, place: RowPlace): SeginfError {
  const what = `a ragged row: ${width} column${width === 1 ? "" : "s"} where line ${line} has ${usual}`;
  const blanks = separator === "blanks" ? "part the columns by tabs if tokens or labels hold blanks; else " : "";
  const hint = `${blanks}fix the row, or name the columns (--token-column, --label-column) and pass --allow-ragged`;
  return new SeginfError(what, place, hint);
}

/** In a file whose columns blanks part: a row that begins with one and is a column short. */
export function missingToken(place: RowPlace): SeginfError {
  const what = "the token is missing: the row begins with a blank and is one column short";
  return new SeginfError(what, place, "write the token, or take the row out");
}

export function emptyField(role: "token" | "label", index: number, place: RowPlace): SeginfError {
  const what = `the ${role} field (column ${index + 1}) is empty`;
  const outside = role === "label" ? ", O for a token outside of segments," : ",";
  return new SeginfError(what, place, `fill it in${outside} or choose another with --${role}-column`);
}

/** A field of so many blanks: in corpora of characters a blank is a token, but a report could not show it. */
export function noToken(length: number, index: number, place: RowPlace): SeginfError {
  if (length === 0) return emptyField("token", index, place);
  const what = `the token (column ${index + 1}) is a blank`;
  return new SeginfError(what, place, "write another sign for it, as \u2581, or leave these rows out");
}

/** A label with a blank at its start or end, in a file whose labels have none. */
export function blankAtLabel(label: string, place: RowPlace): SeginfError {
  const what = `the label "${label}" has a blank at its ${label.startsWith(" ") ? "start" : "end"}`;
  return new SeginfError(what, place, "take the blank away: it makes another label of it");
}

export function tabAmongBlanks({ line }: Layout, place: RowPlace): SeginfError {
  const what = `a tab in a file whose columns are parted by blanks (line ${line})`;
  return new SeginfError(what, place, "part the columns of all rows in one way");
}

export function notConllu(width: number, place: RowPlace): SeginfError {
  const what = `CoNLL-U has 10 columns parted by tabs, but this row has ${width}`;
  return new SeginfError(what, place, "fix the row, or read the file as plain columns");
}

export function noWordId(id: string, place: RowPlace): SeginfError {
  return new SeginfError(`"${id}" is no CoNLL-U word id`, place, "number the words 1, 2, … in the first column");
}

export function markInSentence(mark: string, place: RowPlace): SeginfError {
  const what = `the comment "${mark}" stands within a sentence`;
  return new SeginfError(what, place, "put a blank line between sentences");
}
