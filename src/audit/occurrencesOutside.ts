import type { Corpus, Segments } from "../corpus/types.js";
import { at } from "../math/at.js";
import { caseless } from "./caseless.js";

/** Whether a corpus has given words, in any case, somewhere in a sentence and in no segment. */
export function occurrencesOutside(corpus: Corpus, annotated: Segments): (words: readonly string[]) => boolean {
  const { sentenceStart, words } = corpus;
  const covered = new Uint8Array(words.ids.length);
  for (let i = 0; i < annotated.count; i++) covered.fill(1, at(annotated.start, i), at(annotated.end, i));
  const known = caseless(words.values);
  return (wanted) => {
    const numbers = wanted.map((word) => known.numbers.get(word.toLowerCase()));
    const isAt = (t: number) =>
      numbers.every((number, j) => !covered[t + j] && known.of[at(words.ids, t + j)] === number);
    for (let k = 0; k + 1 < sentenceStart.length; k++) {
      const past = at(sentenceStart, k + 1);
      for (let t = at(sentenceStart, k); t + wanted.length <= past; t++) if (isAt(t)) return true;
    }
    return false;
  };
}
