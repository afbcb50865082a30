import { Numbering } from "../spelling/numbering.js";
import type { Spelling } from "../spelling/types.js";
import type { Column, Corpus, ForeignTag } from "../types.js";
import { readCell } from "./cells.js";

const SPELLING: Spelling = { form: "webanno", outside: "_", separator: "", letters: {} };

/** What a feature without a value stands for. */
const NO_VALUE = "*";

/**
 * The corpus with BIO tags for the spans of WebAnno TSV 3: tokens whose fields have one number are one segment, and a field
 * without a number is a segment of its own. Of several annotations in a field the first is read, and the field is foreign.
 * A layer that gives every token a value of its own is plain: parts of speech.
 */
export function readWebanno(corpus: Corpus, column: Column): Corpus {
  const cells = column.values.map((value) => readCell(value));
  const isPlain = cells.every((cell) => cell.length === 1 && cell[0].id === 0 && cell[0].value !== NO_VALUE);
  if (isPlain) return corpus;
  const tags = new Numbering();
  const read = new Int32Array(column.ids.length);
  const foreign: ForeignTag[] = [];
  for (let k = 0; k + 1 < corpus.sentenceStart.length; k++) {
    let open = 0;
    for (let t = corpus.sentenceStart[k]; t < corpus.sentenceStart[k + 1]; t++) {
      const cell = cells[column.ids[t]];
      // The annotation that goes on, else the first.
      const one = cell.find(({ id }) => id !== 0 && id === open) ?? cell.find(({ value }) => value !== NO_VALUE);
      const readAs = one ? `${one.id !== 0 && one.id === open ? "I" : "B"}-${one.value}` : "O";
      read[t] = tags.number(readAs);
      open = one?.id ?? 0;
      if (cell.length > 1) {
        const tag = column.values[column.ids[t]];
        foreign.push({ sentence: k, token: t, tag, readAs, writes: one?.value ?? "_" });
      }
    }
  }
  const found = { ...corpus, spelling: SPELLING, tags: { values: tags.values, ids: read } };
  return foreign.length > 0 ? { ...found, foreign } : found;
}
