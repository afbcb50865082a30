import { type CgOptions, type CgResult, conjugateGradients, isWithin, iterate, type LinearOperator } from "../cg.js";
import { heapVectors } from "../heapVectors.js";
import type { VectorSpace } from "../space.js";
import type { Vector } from "../vector.js";
import type { Surrogate } from "./operator.js";

/** Residual of a solve with the surrogate, and the products with it that one may take. */
const INNER = { forcing: 0.1, maxInner: 500 } as const;

/** Where three iterations leave more of the residual than this, the surrogate is not near enough to H, and H alone goes on. */
const SLOW = 0.5;

/**
 * Where one iteration leaves more than this, a finer surrogate takes over. One of a tenth of the bound leaves .3 at 1.8 times the time, which is as
 * much as .3^(1/1.8) = .51 (uner-ewt, bench/RESULTS.md).
 */
const SLOWER = 0.5;

/**
 * Solves H x = b by conjugate gradients, preconditioned by rough solves with the surrogate's Hessian C. Goes over to a finer surrogate, and falls
 * back on H alone, where that does not get on.
 */
export function flexibleConjugateGradients(
  operator: LinearOperator,
  surrogate: Surrogate,
  b: Vector,
  options: CorrectionOptions,
): CgResult {
  const space = operator.space ?? heapVectors;
  const n = b.length;
  const [x, r, Hx] = [space.vector(n), space.scratch(n), space.scratch(n)];
  try {
    r.set(b);
    const target = Math.sqrt(space.dot(r, r));
    if (target === 0) return { x: new Float64Array(n), iterations: 0, relativeResidual: 0, converged: true };
    const iterations = correct(operator, surrogate, x, r, options);
    // The recurrence's residual drifts from the true one, b − Hx, which is the one reported.
    operator.apply(x, Hx);
    r.set(b);
    space.sumScaled(r, r, -1, Hx);
    const relativeResidual = Math.sqrt(space.dot(r, r)) / target;
    const converged = isWithin(relativeResidual, options.tolerance);
    return { x: x.slice(), iterations, relativeResidual, converged };
  } finally {
    space.release(x, r, Hx);
  }
}

/** How far a correction goes. */
export interface CorrectionOptions extends CgOptions {
  /** Residual of each solve with the surrogate, by what is left to do: tolerance / ‖r‖ in units of ‖r‖ at the start. */
  readonly forcing?: (left: number) => number;
  /** A finer surrogate in the place of the last one, which it may close; null where there is none. */
  readonly finer?: () => Surrogate | null;
}

/**
 * x ← x + H⁻¹ r and r ← what that leaves of r, to a tolerance relative to ‖r‖ at the start:
 *
 *     z = C⁻¹ r      p ← z + p zᵀ(r − r') / z'ᵀr'      x ← x + p pᵀr / pᵀHp
 *
 * (z' and r' of the iteration before; this form of the coefficient allows for a C⁻¹ that is not the same each time.) An iteration
 * is one product with H and many with C.
 * Source: Golub and Ye 1999, Inexact preconditioned conjugate gradient method with inner-outer iteration.
 *
 * @param x, r vectors of the operator's space; r ≠ 0
 * @returns the iterations
 */
export function correct(
  operator: LinearOperator,
  surrogate: Surrogate,
  x: Vector,
  r: Vector,
  { tolerance, maxIterations, onIteration, forcing = () => INNER.forcing, finer = () => null }: CorrectionOptions,
): number {
  let current = surrogate;
  const space = operator.space ?? heapVectors;
  const n = r.length;
  const vectors = [space.scratch(n), space.vector(n), space.scratch(n)] as const;
  const [before, p, z] = vectors;
  // Hp takes the place of z, which p has taken in by then.
  const q = z;
  try {
    const target = Math.sqrt(space.dot(r, r));
    let residuals = [1];
    let [residual, iterations, zr] = [1, 0, 0];
    while (residual > tolerance && iterations < maxIterations) {
      solveSurrogate(space, current, r, z, { ...INNER, forcing: forcing(tolerance / residual) });
      const next = space.dot(z, r);
      space.sumScaled(p, z, iterations === 0 ? 0 : (next - space.dot(z, before)) / zr, p);
      zr = next;
      operator.apply(p, q);
      const step = space.dot(p, r) / space.dot(p, q);
      before.set(r);
      space.sumScaled(x, x, step, p);
      space.sumScaled(r, r, -step, q);
      iterations++;
      const last = residual;
      residual = Math.sqrt(space.dot(r, r)) / target;
      onIteration?.(iterations, residual);
      residuals.push(residual);
      const fine = residual > Math.max(tolerance, SLOWER * last) ? finer() : null;
      if (fine !== null) [current, residuals] = [fine, [residual]];
      else if (!(residual < SLOW * (residuals.at(-4) ?? Number.POSITIVE_INFINITY))) break;
    }
    if (residual <= tolerance || iterations >= maxIterations) return iterations;
    const rest = conjugateGradients(operator, r, {
      tolerance: tolerance / residual,
      maxIterations: maxIterations - iterations,
      onIteration: (i, left) => onIteration?.(iterations + i, residual * left),
    });
    p.set(rest.x);
    space.sumScaled(x, x, 1, p);
    operator.apply(p, q);
    space.sumScaled(r, r, -1, q);
    return iterations + rest.iterations;
  } finally {
    space.release(...vectors);
  }
}

/** out ← C⁻¹ b, to the residual that `limits` ask for in the norm of all coordinates. Returns the products taken. */
export function solveSurrogate(
  space: VectorSpace,
  surrogate: Surrogate,
  b: Vector,
  out: Vector,
  { forcing, maxInner }: { readonly forcing: number; readonly maxInner: number } = INNER,
): number {
  const restricted = space.scratch(surrogate.dimension);
  try {
    surrogate.restrict(b, restricted);
    // Off the surrogate's coordinates the solution is exact, so the residual there is 0.
    const tolerance = (target: number) => forcing / (target / Math.sqrt(space.dot(b, b)));
    return iterate(surrogate, restricted, { tolerance, maxIterations: maxInner }, ({ x, iterations }) => {
      surrogate.extend(x, b, out);
      return iterations;
    });
  } finally {
    space.release(restricted);
  }
}
