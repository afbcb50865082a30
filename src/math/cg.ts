import { CgState } from "./cgState.js";
import { heapVectors } from "./heapVectors.js";
import type { VectorSpace } from "./space.js";
import type { Vector } from "./vector.js";

/** A symmetric positive definite operator, known only by what it does to vectors of length `dimension`. */
export interface LinearOperator {
  readonly dimension: number;
  /** Where its vectors are best kept; JavaScript's heap where absent. */
  readonly space?: VectorSpace;
  /** out ← H x */
  apply(x: Vector, out: Vector): void;
  /** outs[j] ← H xs[j] for all j, the same bits as one by one; where one pass can serve several. */
  applyAll?(xs: readonly Vector[], outs: readonly Vector[]): void;
  /** The diagonal of P⁻¹ for a diagonal preconditioner P ≈ H, all > 0. Length `dimension`. */
  readonly inverseMetric: Vector;
}

/** outs[j] ← H xs[j] for all j, in one pass where the operator has one. */
export function applyToAll(operator: LinearOperator, xs: readonly Vector[], outs: readonly Vector[]): void {
  if (operator.applyAll && xs.length > 1) operator.applyAll(xs, outs);
  else for (let j = 0; j < xs.length; j++) operator.apply(xs[j], outs[j]);
}

export interface CgOptions {
  /** Stop where ‖b − Hx‖ ≤ tolerance · ‖b‖. */
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly onIteration?: (iteration: number, relativeResidual: number) => void;
}

export interface CgResult {
  readonly x: Float64Array;
  readonly iterations: number;
  /** ‖b − Hx‖ / ‖b‖, computed from x and not taken from the recurrence. */
  readonly relativeResidual: number;
  readonly converged: boolean;
}

/** The recurrence's residual drifts from the true one by rounding; 1 % keeps that from reading as a failure. */
const SLACK = 1.01;

/** Whether a true residual is within a tolerance that the recurrence was stopped at. */
export function isWithin(residual: number, tolerance: number): boolean {
  return residual <= tolerance * SLACK;
}

/** Solves H x = b by preconditioned conjugate gradients from x = 0. */
export function conjugateGradients(operator: LinearOperator, b: Vector, options: CgOptions): CgResult {
  return iterate(operator, b, options, (state) => {
    const relativeResidual = state.trueResidual(b, (x, Hx) => operator.apply(x, Hx));
    const converged = isWithin(relativeResidual, options.tolerance);
    return { x: Float64Array.from(state.x), iterations: state.iterations, relativeResidual, converged };
  });
}

/** When conjugate gradients stop. */
export interface CgLimits {
  /** On the recurrence's ‖r‖ / ‖b‖; or a function of ‖b‖. */
  readonly tolerance: number | ((target: number) => number);
  readonly maxIterations: number;
  readonly onIteration?: (iteration: number, relativeResidual: number) => void;
}

/**
 * The iteration itself.
 *
 * @param finish is given the last iterate, whose vectors are released afterwards
 */
export function iterate<T>(
  operator: LinearOperator,
  b: Vector,
  { tolerance, maxIterations, onIteration }: CgLimits,
  finish: (state: CgState) => T,
): T {
  const space = operator.space ?? heapVectors;
  return withMetric(space, operator, (metric) => {
    const state = new CgState(space, metric, b);
    const bound = typeof tolerance === "number" ? tolerance : tolerance(state.target);
    try {
      // A comparison with NaN is false: there is nothing to do for b = 0.
      while (state.relativeResidual > bound && state.iterations < maxIterations) {
        state.advance((p, q) => operator.apply(p, q));
        onIteration?.(state.iterations, state.relativeResidual);
      }
      return finish(state);
    } finally {
      state.release();
    }
  });
}

/** The operator's metric as a vector of the space, for as long as `use` takes. */
function withMetric<T>(space: VectorSpace, { inverseMetric }: LinearOperator, use: (metric: Vector) => T): T {
  if (space.holds(inverseMetric)) return use(inverseMetric);
  const metric = space.scratch(inverseMetric.length);
  try {
    metric.set(inverseMetric);
    return use(metric);
  } finally {
    space.release(metric);
  }
}
