import { type AnnotatedCorpus, placeOf, sentenceInFile } from "../corpus/index.js";
import { overlapping, segmentAt } from "../corpus/overlap.js";
import type { Finding, Sentence } from "../findings/report.js";
import { keysAround, sentenceKey } from "../findings/sentence.js";
import { at } from "../math/at.js";
import { wordsOf } from "./findings.js";

/**
 * The sentences that findings stand in, and those right before and after them in the same file: each once, those of the
 * training corpus first, in file order.
 */
export function sentencesAround(
  findings: readonly Finding[],
  corpora: readonly (AnnotatedCorpus | null)[],
): readonly Sentence[] {
  const wanted = keysAround(findings);
  const found = new Map<string, Sentence>();
  for (const annotated of corpora) {
    if (annotated === null) continue;
    const { corpus } = annotated;
    for (let k = 0; k + 1 < corpus.sentenceStart.length; k++) {
      const { file } = placeOf(corpus, at(corpus.sentenceStart, k));
      const key = sentenceKey({ file, sentence: sentenceInFile(corpus, k) });
      if (wanted.has(key) && !found.has(key)) found.set(key, sentenceAt(annotated, k));
    }
  }
  return [...found.values()];
}

function sentenceAt({ corpus, segments }: AnnotatedCorpus, k: number): Sentence {
  const [start, end] = [at(corpus.sentenceStart, k), at(corpus.sentenceStart, k + 1)];
  return {
    ...placeOf(corpus, start),
    sentence: sentenceInFile(corpus, k),
    tokens: wordsOf(corpus, start, end),
    segments: overlapping(segments, start, end).map((i) => segmentAt(segments, i, start)),
  };
}
