import type { Column, Corpus } from "./types.js";

/**
 * Some sentences of a corpus as one of their own, with the numbers that words, tags and documents have there. Where they stand in
 * files is not known of it, nor what was said of them.
 *
 * @param sentences their numbers, ascending
 */
export function sentencesOf(corpus: Corpus, sentences: readonly number[]): Corpus {
  const { sentenceStart: starts } = corpus;
  const sentenceStart = new Int32Array(sentences.length + 1);
  sentences.forEach((k, i) => {
    sentenceStart[i + 1] = sentenceStart[i] + starts[k + 1] - starts[k];
  });
  const taken = (ids: Int32Array): Int32Array => {
    const own = new Int32Array(sentenceStart[sentences.length]);
    sentences.forEach((k, i) => {
      own.set(ids.subarray(starts[k], starts[k + 1]), sentenceStart[i]);
    });
    return own;
  };
  const column = ({ values, ids }: Column): Column => ({ values, ids: taken(ids) });
  const { files, foreign, extents, remarks, ...rest } = corpus;
  return {
    ...rest,
    words: column(corpus.words),
    tags: corpus.tags && column(corpus.tags),
    columns: new Map([...corpus.columns].map(([key, values]) => [key, column(values)])),
    lines: taken(corpus.lines),
    sentenceStart,
    sentenceIds: sentences.map((k) => corpus.sentenceIds[k]),
    documents: Int32Array.from(sentences, (k) => corpus.documents[k]),
  };
}
