import type { Corpus } from "../corpus/types.js";
import type { DocumentErrors } from "../findings/statistics.js";
import { at } from "../math/at.js";
import type { ScoredCandidates } from "./candidates/table.js";
import { scoreOf } from "./findings.js";

/**
 * The documents of a corpus by the expected number of errors per sentence, the largest first: the sum of the scores, which
 * are probabilities, of the candidates in it.
 *
 * @param ranked the rows that are ranked: others say again what one of these does
 */
export function documentsByErrors(corpus: Corpus, table: ScoredCandidates, ranked: Uint32Array): DocumentErrors[] {
  const { documents, documentIds, sentenceStart, lines } = corpus;
  const expected = new Float64Array(documentIds.length);
  const sentences = new Int32Array(documentIds.length);
  const first = new Int32Array(documentIds.length).fill(-1);
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    const document = at(documents, k);
    if (document < 0) continue;
    sentences[document] = at(sentences, document) + 1;
    if (at(first, document) < 0) first[document] = at(lines, at(sentenceStart, k));
  }
  for (const row of ranked) {
    const document = at(documents, at(table.candidates.sentence, row));
    if (document >= 0) expected[document] = at(expected, document) + scoreOf(at(table.logOdds, row));
  }
  return documentIds
    .map((id, i) => ({
      id,
      line: at(first, i),
      sentences: at(sentences, i),
      expected: at(expected, i),
      perSentence: at(expected, i) / Math.max(1, at(sentences, i)),
    }))
    .filter((one) => one.sentences > 0)
    .sort((a, b) => b.perSentence - a.perSentence || b.expected - a.expected || a.line - b.line);
}
