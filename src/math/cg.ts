import { addScaled, dot, norm, type Vector } from "./vector.js";

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

/**
 * Solves H x = b by preconditioned conjugate gradients from x = 0.
 * Source: Hestenes & Stiefel 1952; Nocedal & Wright 2006, Algorithm 5.3.
 */
export function conjugateGradients(operator: LinearOperator, b: Vector, options: CgOptions): CgResult {
  const n = operator.dimension;
  const x = new Float64Array(n);
  const target = norm(b);
  if (target === 0) return { x, iterations: 0, relativeResidual: 0, converged: true };
  const r = Float64Array.from(b);
  const z = new Float64Array(n);
  const Hp = new Float64Array(n);
  operator.precondition(r, z);
  const p = Float64Array.from(z);
  let rz = dot(r, z);
  let iterations = 0;
  let residual = 1;
  while (residual > options.tolerance && iterations < options.maxIterations) {
    operator.apply(p, Hp);
    const step = rz / dot(p, Hp);
    addScaled(x, step, p);
    addScaled(r, -step, Hp);
    residual = norm(r) / target;
    iterations++;
    options.onIteration?.(iterations, residual);
    operator.precondition(r, z);
    const next = dot(r, z);
    const beta = next / rz;
    rz = next;
    for (let i = 0; i < n; i++) p[i] = z[i] + beta * p[i];
  }
  operator.apply(x, Hp);
  for (let i = 0; i < n; i++) r[i] = b[i] - Hp[i];
  const relativeResidual = norm(r) / target;
  // The recurrence drifts from the true residual by rounding; 1 % of slack keeps that from reading as a failure.
  return { x, iterations, relativeResidual, converged: relativeResidual <= options.tolerance * 1.01 };
}
