import { SeginfError } from "../errors.js";

export const CONLLU_COLUMNS = [
  "ID",
  "FORM",
  "LEMMA",
  "UPOS",
  "XPOS",
  "FEATS",
  "HEAD",
  "DEPREL",
  "DEPS",
  "MISC",
] as const;

/**
 * The column that a user's selector names, as a signed number: 1, 2, … from the left, −1, −2, … from the right.
 *
 * @throws SeginfError for 0, for a name outside CoNLL-U, and for a name that CoNLL-U does not have
 */
export function columnNumber(selector: string, format: "columns" | "conllu", file: string): number {
  const text = selector.trim();
  if (/^[+-]?\d+$/.test(text)) {
    const number = Number(text);
    if (number !== 0 && Number.isSafeInteger(number)) return number;
    const hint = "count from 1 from the left, or from -1 from the right";
    throw new SeginfError(`there is no column ${text}`, { file }, hint);
  }
  if (format === "conllu") {
    const index = CONLLU_COLUMNS.indexOf(text.toUpperCase() as (typeof CONLLU_COLUMNS)[number]);
    if (index >= 0) return index + 1;
    throw new SeginfError(`CoNLL-U has no column "${text}"`, { file }, `name one of ${CONLLU_COLUMNS.join(", ")}`);
  }
  const hint = "give its number: 1 is the first column, -1 the last";
  throw new SeginfError(`the column "${text}" is named, but only CoNLL-U files have named columns`, { file }, hint);
}

/** The index from 0 of a signed column number in a row of `width` columns, or −1 where the row has no such column. */
export function columnIndex(number: number, width: number): number {
  const index = number > 0 ? number - 1 : width + number;
  return index >= 0 && index < width ? index : -1;
}
