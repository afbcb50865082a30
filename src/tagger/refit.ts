import { type TwiceDifferentiable, truncatedNewton } from "../math/newton.js";
import { surrogateDescent } from "../math/surrogate/descent.js";
import type { HasSurrogate } from "../math/surrogate/operator.js";
import { norm, type Vector } from "../math/vector.js";

export interface RefitOptions {
  /** Bound on ‖∇L‖ at the end over ‖∇L‖ at the start: how much of what changed must be learnt. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/**
 * What refits are run with. Whatever a refit leaves undone looks like evidence: at 0.02 the first hundred findings of wnut17 under
 * λ and under 1.0001 λ have 29 in common, at 0.001 they have 96, for about the same CPU time (bench/detection/RESULTS.md).
 */
export const REFIT: RefitOptions = { tolerance: 1e-3, maxIterations: 300 };

/** Products with the Hessian in one Newton step, where there is no surrogate. */
const MAX_INNER = 100;

/**
 * The optimum of a changed objective from that of the one before: where labels or weights change for some sentences, most of θ
 * stays, and few steps are enough. They go by the objective's surrogate, or by its Hessian where it has none.
 *
 * @param before the optimum before the change; the tolerance is relative to ‖∇L‖ there
 * @param start where to begin, if something nearer is at hand
 */
export function refit(
  objective: TwiceDifferentiable & HasSurrogate,
  before: Vector,
  options: RefitOptions = REFIT,
  start: Vector = before,
): Float64Array {
  const known = start === before ? null : gradientNorm(objective, before);
  const { maxIterations } = options;
  let goal = 0;
  const found = surrogateDescent(objective, start, {
    goal: (atStart) => {
      goal = options.tolerance * (known ?? atStart);
      return goal;
    },
    // Far enough from the optimum that a parabola misleads: steps by the Hessian took three times as long on EWT XPOS.
    near: 0,
    maxIterations,
  });
  if (found.converged) return found.x;
  const bounds = { gradientTolerance: goal, maxIterations, maxInner: MAX_INNER };
  return truncatedNewton(objective, found.x, bounds).x;
}

function gradientNorm(objective: TwiceDifferentiable, at: Vector): number {
  const gradient = new Float64Array(objective.dimension);
  objective.at(at, gradient).close();
  return norm(gradient);
}
