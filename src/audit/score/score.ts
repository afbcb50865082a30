import type { AnnotatedCorpus } from "../../corpus/index.js";
import { type AdditiveModel, coefficients } from "../coefficients/coefficients.js";
import type { Signals } from "../signals/signals.js";
import { additiveLogOdds } from "./additive.js";
import { type Column, featuresOf } from "./features.js";

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
  return additiveLogOdds(table, features, modelFor(features, scheme === "plain"));
}

/** The model for the evidence that there is: without a reference, with one, and with a noise channel estimated from it. */
export function modelFor(features: readonly Column[], isPlain: boolean): AdditiveModel {
  const { plain, segments } = coefficients.models;
  const has = (name: string) => features.some((one) => one.name === name);
  if (has("channel") && !isPlain) return segments.channel;
  const { alone, compared } = isPlain ? plain : segments;
  return has("odds.joint") ? compared : alone;
}
