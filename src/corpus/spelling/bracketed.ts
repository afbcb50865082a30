import type { Column, Corpus, ForeignTag } from "../types.js";
import { bracketReader } from "./brackets.js";
import { Numbering } from "./numbering.js";
import { writeTag } from "./tags.js";
import type { Spelling } from "./types.js";

/**
 * The corpus with BIO tags for its brackets: `(PER*` and `(PER)` are B-PER, and what follows up to `*)` is I-PER; `*` is O
 * where nothing is open. What closes nothing, is no bracket, or is open at the end of its sentence, is foreign.
 */
export function readBracketed(corpus: Corpus, { values, ids }: Column, spelling: Spelling): Corpus {
  const brackets = values.map(bracketReader(spelling));
  const write = (tag: string) => writeTag(spelling, tag);
  const tags = new Numbering();
  const read = new Int32Array(ids.length);
  const foreign: ForeignTag[] = [];
  for (let k = 0; k + 1 < corpus.sentenceStart.length; k++) {
    const past = corpus.sentenceStart[k + 1];
    let open: string | null = null;
    for (let t = corpus.sentenceStart[k]; t < past; t++) {
      const bracket = brackets[ids[t]];
      const opens = bracket?.opens ?? null;
      const type: string | null = opens ?? open;
      const readAs: string = type === null ? "O" : `${opens === null ? "I" : "B"}-${type}`;
      read[t] = tags.number(readAs);
      const place = { sentence: k, token: t, tag: values[ids[t]], readAs };
      const isLost = bracket === undefined || (bracket.closes && type === null);
      const isOpen: boolean = type !== null && !bracket?.closes;
      if (isLost) foreign.push({ ...place, writes: write(type === null ? "O" : t + 1 === past ? "E-" : "I-") });
      else if (isOpen && t + 1 === past) foreign.push({ ...place, writes: write(opens === null ? "E-" : `S-${type}`) });
      open = isOpen ? type : null;
    }
  }
  const found = { ...corpus, spelling, tags: { values: tags.values, ids: read } };
  return foreign.length > 0 ? { ...found, foreign } : found;
}
