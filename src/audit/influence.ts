import { cachedInverse } from "../cached/influence.js";
import type { InfluenceSummary } from "../findings/report.js";
import { segmentGradient } from "../influence/segmentGradient.js";
import { targetLoss } from "../influence/targetLoss.js";
import { chooseTargets, type Target, type TargetChoice } from "../influence/targets.js";
import type { CgOptions } from "../math/cg.js";
import type { Cache } from "../storage/index.js";
import type { Trained } from "../tagger/train.js";
import type { ReadReference } from "./candidates/decode.js";

/** Products with the Hessian that a solve may take; the residual reached is reported either way. */
export const MAX_PRODUCTS = 1000;

/** The influence of the reference: its targets F, and v = H⁻¹ ∇F. */
export interface ReferenceInfluence {
  readonly targets: readonly Target[];
  readonly v: Float64Array;
  readonly summary: InfluenceSummary;
}

/**
 * Chooses the targets in a reference and solves for v = H⁻¹ ∇F, or takes it from the cache.
 *
 * @param choice parsed from `name`, which is how the user said it: "errors", "all" or FILE:LINE
 */
export async function solveInfluence(
  trained: Trained,
  { corpus, gold, predicted, problem, theta }: ReadReference,
  choice: TargetChoice,
  name: string,
  solve: Omit<CgOptions, "maxIterations">,
  cache: Cache | null,
): Promise<ReferenceInfluence> {
  const targets = chooseTargets(choice, corpus, gold.segments, predicted, problem.chains.gold as Int32Array);
  const gradient = () => segmentGradient(problem, theta, targets);
  const options = { ...solve, maxIterations: MAX_PRODUCTS };
  const { x: v, iterations, ...figures } = await cachedInverse(trained, corpus, targets, gradient, options, cache);
  return {
    targets,
    v,
    summary: {
      targets: name,
      targetSegments: targets.length,
      referenceLoss: targetLoss(problem, theta, targets),
      cgIterations: iterations,
      ...figures,
    },
  };
}
