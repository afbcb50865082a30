import type { AnnotatedCorpus } from "../../corpus/index.js";
import type { Segments } from "../../corpus/types.js";
import { logit } from "../../math/logistic.js";
import { type AdditiveModel, coefficients } from "../coefficients/coefficients.js";
import type { Signals } from "../signals/signals.js";
import { additiveLogOdds, singleEvidence, withSingleErrors } from "./additive.js";
import { type Column, featuresOf, type InfluenceColumns } from "./features.js";

const REFERENCE = coefficients.reference;

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

/**
 * A candidate is wrong by a systematic error, which its group shows, or by one that stands alone:
 *
 *     p = 1 − (1 − p')(1 − p'')          p' by the additive model; log p''/(1 − p'') = e + log π/(1 − π), π their share
 *
 * @param reference null without one
 * @param wrong length N: q_t of the noise channel; null without one
 */
export function scoreCandidates(
  { corpus, scheme }: AnnotatedCorpus,
  { table, variation }: Signals,
  reference: AnnotatedCorpus | null,
  wrong: Float64Array | null = null,
): Scores {
  const features = featuresOf(table, variation, corpus, wrong, labelsSeen(reference));
  const model = modelFor(features, scheme === "plain");
  const single = singleEvidence(table, features, model.single);
  return { logOdds: withSingleErrors(additiveLogOdds(table, features, model), single, model.single), single };
}

/**
 * That candidates of some sentences of a corpus are wrong, each by itself.
 *
 * @param sizes of all candidates' influence: what these are measured by
 */
export function scoreAlone(
  { corpus, scheme }: AnnotatedCorpus,
  { table, variation }: Signals,
  reference: AnnotatedCorpus | null,
  wrong: Float64Array | null,
  sizes: InfluenceColumns,
): Scores {
  const features = featuresOf(table, variation, corpus, wrong, labelsSeen(reference), sizes);
  const { single: model } = modelFor(features, scheme === "plain");
  const single = singleEvidence(table, features, model);
  const prior = logit(model.share);
  return { logOdds: single.map((x) => x + prior), single };
}

/**
 * That candidates of a reference are wrong, with the roles exchanged: a file that is trusted, so that few of them are, and each by itself.
 */
export function scoreReference(
  { corpus, scheme }: AnnotatedCorpus,
  { table, variation }: Signals,
  train: AnnotatedCorpus,
): Scores {
  const features = featuresOf(table, variation, corpus, null, labelsSeen(train));
  const single = singleEvidence(table, features, modelFor(features, scheme === "plain").single);
  const prior = logit(REFERENCE.share);
  return { logOdds: single.map((x) => x + prior), single };
}

/**
 * The segments that bound what θ_ref says against a label. None of plain tags: what is planted there takes any of fifty tags, rare or not, and the
 * bound costs more on it than it gains on real corrections (bench/detection/RESULTS.md).
 */
export function labelsSeen(reference: AnnotatedCorpus | null): Segments | null {
  return reference === null || reference.scheme === "plain" ? null : reference.segments;
}

/** The model for the evidence that there is: without a reference, with one, and with a noise channel estimated from it. */
export function modelFor(features: readonly Column[], isPlain: boolean): AdditiveModel {
  const { plain, segments } = coefficients.models;
  const has = (name: string) => features.some((one) => one.name === name);
  if (has("channel") && !isPlain) return segments.channel;
  const { alone, compared } = isPlain ? plain : segments;
  return has("odds.joint") ? compared : alone;
}
