import { dot, norm, type Vector } from "./vector.js";

/** A symmetric positive definite operator, known only by what it does to vectors of length `dimension`. */
export interface LinearOperator {
  readonly dimension: number;
  /** out ← H x */
  apply(x: Vector, out: Vector): void;
  /** out ← P⁻¹ x with P ≈ H, symmetric positive definite. */
  precondition(x: Vector, out: Vector): void;
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
  /** ‖b − Hx‖ / ‖b‖, computed afresh from x and not from the recurrence. */
  readonly relativeResidual: number;
  readonly converged: boolean;
}

/** Solves H x = b by preconditioned conjugate gradients from x = 0. */
export function conjugateGradients(operator: LinearOperator, b: Vector, options: CgOptions): CgResult {
  const target = norm(b);
  if (target === 0) {
    return { x: new Float64Array(operator.dimension), iterations: 0, relativeResidual: 0, converged: true };
  }
  const { x, r, iterations } = iterate(operator, b, options.maxIterations, (iteration, rr) => {
    const residual = Math.sqrt(rr) / target;
    if (iteration > 0) options.onIteration?.(iteration, residual);
    return residual <= options.tolerance;
  });
  operator.apply(x, r);
  for (let i = 0; i < r.length; i++) r[i] = b[i] - r[i];
  const relativeResidual = norm(r) / target;
  // The recurrence drifts from the true residual by rounding; 1 % of slack keeps that from reading as a failure.
  return { x, iterations, relativeResidual, converged: relativeResidual <= options.tolerance * 1.01 };
}

/**
 * The iteration itself, until `stop` says so.
 * Source: Hestenes & Stiefel 1952; Nocedal & Wright 2006, Algorithm 5.3.
 *
 * @param stop is told the iterations done and ‖r‖² of the recurrence's residual r = b − Hx, before each
 */
export function iterate(
  operator: LinearOperator,
  b: Vector,
  maxIterations: number,
  stop: (iteration: number, rr: number) => boolean,
): { readonly x: Float64Array; readonly r: Float64Array; readonly iterations: number } {
  const n = operator.dimension;
  const x = new Float64Array(n);
  const r = Float64Array.from(b);
  const z = new Float64Array(n);
  const Hp = new Float64Array(n);
  operator.precondition(r, z);
  const p = Float64Array.from(z);
  let rr = dot(r, r);
  let rz = dot(r, z);
  let iterations = 0;
  while (!stop(iterations, rr) && iterations < maxIterations) {
    operator.apply(p, Hp);
    const step = rz / dot(p, Hp);
    // x and r move in one loop: at a million variables these loops wait for memory.
    rr = 0;
    for (let i = 0; i < n; i++) {
      x[i] += step * p[i];
      const ri = r[i] - step * Hp[i];
      r[i] = ri;
      rr += ri * ri;
    }
    operator.precondition(r, z);
    const next = dot(r, z);
    const beta = next / rz;
    rz = next;
    for (let i = 0; i < n; i++) p[i] = z[i] + beta * p[i];
    iterations++;
  }
  return { x, r, iterations };
}
