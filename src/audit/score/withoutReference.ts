import type { CandidateTable } from "../candidates/table.js";
import { coefficients } from "../coefficients/coefficients.js";
import type { Variation } from "../signals/variation.js";
import { compressed, logRatio } from "./features.js";

const WEIGHTS = coefficients.withoutReference;

/**
 * Log odds that each candidate is wrong where there is no reference, docs/method/score.md, Without a reference: what θ would rather
 * read, how the same words are labelled elsewhere (a labelled otherwise, b alike), and the harm done to held-out folds,
 *
 *     log p / (1 − p) = log p_θ(y') / p_θ(y) + 4 log (a + ½) / (b + ½) + harm
 *
 * @param influence Σ_k Δ_k(S) of a cross-fit, nats; null without one
 * @returns −∞ where there is no other way to annotate the candidate
 */
export function logOddsWithoutReference(
  { opinions }: CandidateTable,
  { other, same }: Variation,
  influence: Float64Array | null,
): Float64Array {
  const elsewhere = logRatio(other, same);
  const harm = influence && compressed(influence);
  return opinions.theta.odds.map((odds, i) => {
    if (odds === Number.NEGATIVE_INFINITY) return odds;
    const tagger = Math.max(-WEIGHTS.limit, Math.min(WEIGHTS.limit, odds));
    return tagger + WEIGHTS.sameWords * elsewhere[i] + WEIGHTS.crossFit * (harm?.[i] ?? 0);
  });
}
