// Labels that a tagger gave: one trained on a little of the corpus (weak), or on another corpus (foreign guidelines).
// `predict(training, documents)` returns the documents as a tagger trained on `training` annotates them.
import { seeded, shuffled } from "../random.mjs";
import { blend, countWrong, labelsOf, sentencesOf, takeSentences, wrongTarget } from "./documents.mjs";
import { withTypesOf } from "./types.mjs";

/** Shares of the corpus that a weak tagger is trained on, and the fewest sentences. */
const SHARES = [0.05, 0.02, 0.01];
const FEWEST = 15;

/**
 * Predictions of a tagger that was trained on 5, 2 or 1 % of the corpus, the largest share with which enough tokens are
 * wrong; documents keep their predictions until a share `rate` of the tokens is wrong.
 */
export function weak(clean, rate, seed, { predict }) {
  const random = seeded(seed);
  const target = wrongTarget(clean, rate);
  const all = sentencesOf(clean).length;
  const order = random.below(2 ** 31);
  let labelled;
  for (const share of SHARES) {
    labelled = predict(takeSentences(clean, Math.max(FEWEST, Math.round(share * all)), order), clean);
    if (countWrong(clean, labelled) >= target) break;
  }
  return { documents: blend(clean, labelled, target, random) };
}

/** Predictions of a tagger that was trained on another corpus, its types mapped; the other is chosen by the seed. */
export function foreign(clean, rate, seed, { predict, others }) {
  const random = seeded(seed);
  const [other] = shuffled(others, random);
  const labelled = predict(withTypesOf(other.documents, labelsOf(clean)), clean);
  return { documents: blend(clean, labelled, wrongTarget(clean, rate), random), other: other.name };
}
