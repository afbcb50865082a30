import { type TwiceDifferentiable, truncatedNewton } from "../math/newton.js";
import { norm, type Vector } from "../math/vector.js";

export interface RefitOptions {
  /** Bound on ‖∇L‖ at the end over ‖∇L‖ at the start: how much of what changed must be learnt. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** What refits are run with: a twentieth left over moves no ranking (docs/method.md, Refits). */
export const REFIT: RefitOptions = { tolerance: 0.05, maxIterations: 30 };

/** Below this steps by the Hessian itself are fewer by more than they are dearer. */
const CORE_TOLERANCE = 1e-3;

/** Products with the Hessian, or its core, in one Newton step. */
const MAX_INNER = 100;

/**
 * The optimum of a changed objective from that of the one before, by truncated Newton: where labels or weights change for
 * some sentences, most of θ stays, and few steps are enough.
 *
 * @param before the optimum before the change; the tolerance is relative to ‖∇L‖ there
 * @param start where to begin, if something nearer is at hand
 */
export function refit(
  objective: TwiceDifferentiable,
  before: Vector,
  options: RefitOptions = REFIT,
  start: Vector = before,
): Float64Array {
  const known = start === before ? null : gradientNorm(objective, before);
  const { x } = truncatedNewton(objective, start, {
    gradientTolerance: (atStart) => options.tolerance * (known ?? atStart),
    maxIterations: options.maxIterations,
    maxInner: MAX_INNER,
    byCore: options.tolerance >= CORE_TOLERANCE,
  });
  return x;
}

function gradientNorm(objective: TwiceDifferentiable, at: Vector): number {
  const gradient = new Float64Array(objective.dimension);
  objective.evaluate(at, gradient);
  return norm(gradient);
}
