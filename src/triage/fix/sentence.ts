import type { Column, Corpus } from "../../corpus/types.js";
import { at } from "../../math/at.js";

/** The words of a sentence. */
export function wordsOf({ words, sentenceStart }: Corpus, sentence: number): string[] {
  return cells(words, sentenceStart, sentence);
}

/** The tags of a sentence, canonical where they are tags of segments. */
export function tagsOf({ tags, sentenceStart }: Corpus, sentence: number): string[] {
  return tags ? cells(tags, sentenceStart, sentence) : [];
}

function cells({ values, ids }: Column, sentenceStart: Int32Array, sentence: number): string[] {
  return Array.from(ids.subarray(sentenceStart[sentence], sentenceStart[sentence + 1]), (id) => at(values, id));
}
