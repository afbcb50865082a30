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

/** The index from 0 of a signed column number in a row of `width` columns, or −1 where the row has no such column. */
export function columnIndex(number: number, width: number): number {
  const index = number > 0 ? number - 1 : width + number;
  return index >= 0 && index < width ? index : -1;
}
