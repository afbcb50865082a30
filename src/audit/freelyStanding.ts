import type { Corpus, Segments } from "../corpus/types.js";

/** Whether a corpus has given words, in any case, somewhere in a sentence and in no segment. */
export function freelyStanding(corpus: Corpus, annotated: Segments): (words: readonly string[]) => boolean {
  const { sentenceStart } = corpus;
  const covered = new Uint8Array(corpus.words.ids.length);
  for (let i = 0; i < annotated.count; i++) covered.fill(1, annotated.start[i], annotated.end[i]);
  const idsOf = new Map<string, number[]>();
  corpus.words.values.forEach((word, id) => {
    const lower = word.toLowerCase();
    idsOf.set(lower, [...(idsOf.get(lower) ?? []), id]);
  });
  return (words) => {
    const ids = words.map((word) => idsOf.get(word.toLowerCase()) ?? []);
    const isAt = (t: number) => ids.every((some, j) => !covered[t + j] && some.includes(corpus.words.ids[t + j]));
    for (let k = 0; k + 1 < sentenceStart.length; k++) {
      for (let t = sentenceStart[k]; t + words.length <= sentenceStart[k + 1]; t++) if (isAt(t)) return true;
    }
    return false;
  };
}
