import type { AnnotatedCorpus } from "../../corpus/index.js";
import { isCompared } from "../candidates/table.js";
import { errorModelsFor } from "../coefficients/coefficients.js";
import type { Signals } from "../signals/signals.js";
import { featuresOf } from "./features.js";
import { mixtureLogOdds } from "./mixture.js";
import { logOddsWithoutReference } from "./withoutReference.js";

/**
 * Log odds that each candidate is wrong, by its own evidence and that of its groups.
 *
 * @param crossFitInfluence Σ_k Δ_k(S) over held-out folds; null without a cross-fit
 * @returns −∞ where there is no other way to annotate the candidate
 */
export function scoreCandidates(
  { corpus, scheme }: AnnotatedCorpus,
  { table, variation }: Signals,
  crossFitInfluence: Float64Array | null = null,
): Float64Array {
  if (!isCompared(table)) return logOddsWithoutReference(table, variation, crossFitInfluence);
  return mixtureLogOdds(table, featuresOf(table, variation, corpus), errorModelsFor(scheme));
}
