import type { Corpus, Segments } from "../corpus/types.js";
import { at } from "../math/at.js";
import { caseless } from "./caseless.js";

/** Marks of tokens. */
const COVERED = 1;
const FIRST_OF_SENTENCE = 2;

/** Whether a corpus has given words, in any case, somewhere in a sentence and in no segment. */
export function occurrencesOutside(corpus: Corpus, annotated: Segments): (words: readonly string[]) => boolean {
  const { sentenceStart, words } = corpus;
  const { numbers, of } = caseless(words.values);
  const mark = new Uint8Array(words.ids.length);
  for (let i = 0; i < annotated.count; i++) mark.fill(COVERED, at(annotated.start, i), at(annotated.end, i));
  for (const first of sentenceStart) if (first < mark.length) mark[first] = at(mark, first) | FIRST_OF_SENTENCE;
  const numberAt = (t: number) => of[words.ids[t] as number];
  // By word, the last token that it is; and of each token, the one before it with the same word: −1 for none.
  const last = new Int32Array(numbers.size).fill(-1);
  const before = new Int32Array(words.ids.length);
  for (let t = 0; t < before.length; t++) {
    const number = numberAt(t) as number;
    before[t] = last[number] as number;
    last[number] = t;
  }
  return (wanted) => {
    const [first, ...others] = wanted.map((word) => numbers.get(word.toLowerCase()));
    if (first === undefined) return false;
    const follow = (t: number) => others.every((number, j) => mark[t + 1 + j] === 0 && numberAt(t + 1 + j) === number);
    for (let t = at(last, first); t >= 0; t = at(before, t)) {
      if ((at(mark, t) & COVERED) === 0 && follow(t)) return true;
    }
    return false;
  };
}
