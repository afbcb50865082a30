import type { AnnotatedCorpus } from "../../corpus/index.js";
import { coefficients } from "../coefficients/coefficients.js";
import type { Signals } from "../signals/signals.js";
import { featuresOf } from "./features.js";
import { regressionFor, regressionLogOdds } from "./regression.js";

/**
 * Log odds that each candidate is wrong, by its own evidence and that of its groups.
 *
 * @param wrong length N: q_t of the noise channel; null without one
 * @returns −∞ where there is no other way to annotate the candidate
 */
export function scoreCandidates(
  { corpus, scheme }: AnnotatedCorpus,
  { table, variation }: Signals,
  wrong: Float64Array | null = null,
): Float64Array {
  const features = featuresOf(table, variation, corpus, wrong);
  return regressionLogOdds(table, features, regressionFor(coefficients.models, scheme === "plain", features));
}
