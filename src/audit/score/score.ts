import type { AnnotatedCorpus } from "../../corpus/index.js";
import { type AdditiveModel, coefficients } from "../coefficients/coefficients.js";
import type { Signals } from "../signals/signals.js";
import { additiveLogOdds, singleEvidence } from "./additive.js";
import { type Column, featuresOf } from "./features.js";

/** What candidates are judged to be. */
export interface Scores {
  /** That each is wrong, by its own evidence and that of its groups. −∞ where there is no other way to annotate it. */
  readonly logOdds: Float64Array;
  /**
   * What speaks for an error of each by itself, whatever the share of errors: log odds less those of the prior, by a model of
   * single errors, without group evidence. −∞ as above.
   */
  readonly single: Float64Array;
}

/** @param wrong length N: q_t of the noise channel; null without one */
export function scoreCandidates(
  { corpus, scheme }: AnnotatedCorpus,
  { table, variation }: Signals,
  wrong: Float64Array | null = null,
): Scores {
  const features = featuresOf(table, variation, corpus, wrong);
  const model = modelFor(features, scheme === "plain");
  return { logOdds: additiveLogOdds(table, features, model), single: singleEvidence(table, features, model.single) };
}

/**
 * The same for a reference, with the roles exchanged: a file that is trusted, so that one segment in a hundred is taken to be wrong, whatever
 * the evidence finds in all (its tagger has learnt from the few sentences that are in question).
 */
export function scoreReference({ corpus, scheme }: AnnotatedCorpus, { table, variation }: Signals): Float64Array {
  const features = featuresOf(table, variation, corpus, null);
  const { slopes, calibration } = modelFor(features, scheme === "plain");
  const { from } = calibration;
  return additiveLogOdds(table, features, {
    slopes,
    calibration: { constant: from, slope: [1, 1], found: 0, channel: 0, from },
  });
}

/** The model for the evidence that there is: without a reference, with one, and with a noise channel estimated from it. */
export function modelFor(features: readonly Column[], isPlain: boolean): AdditiveModel {
  const { plain, segments } = coefficients.models;
  const has = (name: string) => features.some((one) => one.name === name);
  if (has("channel") && !isPlain) return segments.channel;
  const { alone, compared } = isPlain ? plain : segments;
  return has("odds.joint") ? compared : alone;
}
