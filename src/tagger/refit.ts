import { type TwiceDifferentiable, truncatedNewton } from "../math/newton.js";
import { surrogateDescent } from "../math/surrogate/descent.js";
import type { HasSurrogate } from "../math/surrogate/operator.js";
import type { Vector } from "../math/vector.js";

export interface RefitOptions {
  /** Bound on ‖∇L‖ at the end over ‖∇L‖ at the optimum before the change: how much of what changed must be learnt. */
  readonly tolerance: number;
  /** ‖∇L‖ over the same at which steps by the surrogate's Hessian, corrected by the last ones, are enough. */
  readonly near: number;
  /** Such steps by one surrogate. */
  readonly stepsPerSurrogate: number;
  readonly maxIterations: number;
}

/**
 * What refits are run with. Whatever a refit leaves undone looks like evidence: at 0.02 the first hundred findings of wnut17 under
 * λ and under 1.0001 λ have 29 in common, at 0.001 they have 96, at 0.0001 and 0.0003 99 or 100 (bench/detection/RESULTS.md, Stability).
 * Farther from the optimum than `near` a parabola misleads; nearer, steps to the optimum of the surrogate itself take twice as long
 * for as much (bench/RESULTS.md).
 */
export const REFIT: RefitOptions = { tolerance: 3e-4, near: 0.03, stepsPerSurrogate: 2, maxIterations: 300 };

/** Products with the Hessian in one Newton step, where there is no surrogate. */
const MAX_INNER = 100;

/**
 * The optimum of a changed objective from that of the one before: where labels or weights change for some sentences, most of θ
 * stays, and few steps are enough. They go by the objective's surrogate, or by its Hessian where it has none.
 *
 * @param start the optimum before the change, or what is nearer to the new one
 * @param before ‖∇L‖ at the optimum before the change, which the tolerance is relative to; that at the start where absent
 */
export function refit(
  objective: TwiceDifferentiable & HasSurrogate,
  start: Vector,
  { tolerance, maxIterations, stepsPerSurrogate, ...options }: RefitOptions = REFIT,
  before?: number,
): Float64Array {
  const near = (atStart: number) => options.near * (before ?? atStart);
  let goal = 0;
  const found = surrogateDescent(objective, start, {
    goal: (atStart) => {
      goal = tolerance * (before ?? atStart);
      return goal;
    },
    ...{ near, corrected: near, stepsPerSurrogate, maxIterations },
  });
  if (found.converged) return found.x;
  const bounds = { gradientTolerance: goal, maxIterations, maxInner: MAX_INNER };
  return truncatedNewton(objective, found.x, bounds).x;
}
