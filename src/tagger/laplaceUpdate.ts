import type { F64 } from "../kernels/types.js";
import { lbfgs, type Objective } from "../math/lbfgs.js";

const LIMITS = { tolerance: 1e-4, maxIterations: 200 };
const MEMORY = 10;

/** What a tagger that was trained before knows of the weights of a few sentences. */
export interface Posterior {
  /** Its weights. */
  readonly mean: Float64Array;
  /** h: how firmly it holds each, > 0. */
  readonly precision: Float64Array;
  /** r: the gradient at the mean of what is taken out. */
  readonly pull: Float64Array;
}

/**
 * The weights after a few more sentences, with what all others teach as a Gaussian around the weights from before: Laplace's approximation
 * of their posterior, by a diagonal,
 *
 *     θ' = argmin_θ L_D(θ) − r·θ + ½ Σ_i h_i (θ_i − θ_i⁰)²
 *
 * (Kirkpatrick et al. 2017, Overcoming catastrophic forgetting in neural networks).
 *
 * @param loss L_D, without a regulariser
 */
export function laplaceUpdate(loss: Objective, { mean, precision, pull }: Posterior): Float64Array {
  const objective: Objective = {
    dimension: loss.dimension,
    ...(loss.space && { space: loss.space }),
    evaluate(theta: F64, gradient: F64) {
      let value = loss.evaluate(theta, gradient);
      for (let i = 0; i < mean.length; i++) {
        const moved = theta[i] - mean[i];
        value += ((precision[i] / 2) * moved - pull[i]) * moved;
        gradient[i] += precision[i] * moved - pull[i];
      }
      return value;
    },
  };
  let first: number | undefined;
  const done = (gradientNorm: number): boolean => {
    first ??= gradientNorm;
    return gradientNorm <= LIMITS.tolerance * first;
  };
  const metric = precision.map((h) => 1 / Math.sqrt(h));
  return lbfgs(objective, mean, { done, metric, memory: MEMORY, maxIterations: LIMITS.maxIterations }).x;
}
