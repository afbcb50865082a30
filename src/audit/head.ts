import type { HeadSummary } from "../findings/report.js";
import { closing } from "../kernels/closing.js";
import type { Kernels } from "../kernels/types.js";
import { at } from "../math/at.js";
import { norm } from "../math/vector.js";
import { viterbi } from "../tagger/decode.js";
import type { Problem } from "../tagger/problem.js";
import { scoresOf } from "../tagger/scores.js";
import type { Trained } from "../tagger/train.js";
import { referenceObjective } from "./refits/referenceLoss.js";

/**
 * How far a tagger that began as an encoder's head has moved from it, δ = θ − θ₀: docs/encoders.md, Use your own tagger.
 *
 * @param reference read through the tagger; null without one
 * @param kernels the reference's
 * @returns null for a tagger that did not begin so
 */
export function headSummary(
  { tagger, objective }: Trained,
  reference: Problem | null,
  kernels: Kernels = objective.kernels,
): HeadSummary | null {
  const { centre } = objective.problem;
  const head = tagger.states?.head ?? null;
  if (centre === null || head === null) return null;
  if (head.asGiven) {
    const none = { train: 0, reference: reference && 0 };
    return { kept: true, distance: 0, share: 0, changed: none, referenceLossChange: reference && 0 };
  }
  const [before, after] = [Float64Array.from(centre), tagger.theta];
  const distance = norm(after.map((weight, i) => weight - at(before, i)));
  const changed = (problem: Problem) => labelledOtherwise(problem, before, after);
  return {
    kept: false,
    distance,
    share: distance / (norm(before) || 1),
    changed: { train: changed(objective.problem), reference: reference && changed(reference) },
    referenceLossChange: reference && lossOf(reference, kernels, after) - lossOf(reference, kernels, before),
  };
}

/** Tokens that have another label under one tagger than under the other. */
function labelledOtherwise(problem: Problem, before: Float64Array, after: Float64Array): number {
  const then = viterbi(problem.chains, scoresOf(problem, before));
  const now = viterbi(problem.chains, scoresOf(problem, after));
  return now.reduce((count, label, t) => count + (label === then[t] ? 0 : 1), 0);
}

/** Σ_k ℓ_k(θ) over the sentences whose labels are all known, nats. */
function lossOf(problem: Problem, kernels: Kernels, theta: Float64Array): number {
  return closing(referenceObjective(kernels, problem, 0), (objective) =>
    objective.evaluate(theta, new Float64Array(objective.dimension)),
  );
}
