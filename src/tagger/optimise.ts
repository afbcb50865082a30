import { type LbfgsResult, lbfgs } from "../math/lbfgs.js";
import { norm, type Vector } from "../math/vector.js";
import type { CrfObjective } from "./objective.js";

export interface OptimiseOptions {
  /** Bound on ‖∇L‖ / λ‖θ‖. */
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly onIteration?: (iteration: number, objective: number, relativeGradientNorm: number) => void;
}

/**
 * Minimises L from `start` (θ = 0 where absent) until ‖∇L‖ ≤ tolerance · λ‖θ‖.
 *
 * At the optimum the loss gradient and the regulariser's pull λθ cancel, so their common size is the scale for what is
 * left of the gradient; and as H ⪰ λI, ‖θ − θ*‖ ≤ ‖∇L‖ / λ ≤ tolerance · ‖θ‖: a bound on the parameters' relative error.
 */
export function optimise(objective: CrfObjective, options: OptimiseOptions, start?: Vector): LbfgsResult {
  const { lambda, dimension } = objective;
  const from = start ?? new Float64Array(dimension);
  const metric = objective.linearise(from);
  const diagonal = metric.diagonal();
  return lbfgs(objective, from, {
    done: (x, gradientNorm) => gradientNorm <= options.tolerance * lambda * norm(x),
    maxIterations: options.maxIterations,
    memory: 6,
    precondition: (x, out) => {
      for (let i = 0; i < x.length; i++) out[i] = x[i] / diagonal[i];
    },
    onIteration: (iteration, value, gradientNorm, x) =>
      options.onIteration?.(iteration, value, gradientNorm / (lambda * norm(x))),
  });
}
