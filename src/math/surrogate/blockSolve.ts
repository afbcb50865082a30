import { blockConjugateGradients } from "../blockCg.js";
import { type CgResult, isWithin, type LinearOperator } from "../cg.js";
import { heapVectors } from "../heapVectors.js";
import type { VectorSpace } from "../space.js";
import { type SparseVector, sparseDot, sparseNorm, spreadOut } from "../sparse.js";
import type { Vector } from "../vector.js";
import { flexibleConjugateGradients } from "./flexibleCg.js";
import type { Surrogate } from "./operator.js";

/** A solve H x = b with what it says of bᵀ H⁻¹ b. */
export interface BlockSolution extends CgResult {
  /** 2 bᵀx − xᵀHx ≤ bᵀ H⁻¹ b: short of it by ‖x − H⁻¹b‖² in H's norm, so of the order of the residual's square. */
  readonly energy: number;
}

/** The surrogate is solved to this share of the tolerance; what it leaves out of H may take the rest. */
const SHARE = 0.5;

/** But no further than this: the rest is mostly what the surrogate leaves out. */
const FLOOR = 0.05;

/**
 * The power of the preconditioner that is one here: D^−⅔ where it is D^−⅓. A sparse b is far from what many features share, which
 * the weaker one is for; measured for segments' gradients, 26 iterations in place of 41 (bench/RESULTS.md).
 */
const SHARPER = 2;

/**
 * Solves H x = b for a block of sparse b by a surrogate: its equations are solved as one block, and each
 * solution is then checked with H itself. Where its residual is too large, conjugate gradients with H go on, preconditioned by the surrogate.
 */
export function* solveBySurrogate(
  operator: LinearOperator,
  surrogate: Surrogate,
  sides: readonly SparseVector[],
  options: { readonly tolerance: number; readonly maxIterations: number },
): Generator<BlockSolution, void> {
  const space = operator.space ?? heapVectors;
  const full = space.scratch(operator.dimension);
  const inner = sides.map((b) => {
    spreadOut(b, full);
    const restricted = new Float64Array(surrogate.dimension);
    surrogate.restrict(full, restricted);
    return restricted;
  });
  space.release(full);
  const limits = { ...options, tolerance: Math.max(FLOOR, SHARE * options.tolerance), width: sides.length };
  const sharper = {
    ...{ dimension: surrogate.dimension, space },
    apply: (u: Vector, out: Vector) => surrogate.apply(u, out),
    inverseMetric: surrogate.inverseMetric.map((m) => m ** SHARPER),
  };
  let at = 0;
  for (const { x, iterations } of blockConjugateGradients(sharper, inner, limits)) {
    yield { ...completed(space, { operator, surrogate }, sides[at++], x, options), iterations };
  }
}

/** The full solution from the surrogate's. */
function completed(
  space: VectorSpace,
  { operator, surrogate }: { readonly operator: LinearOperator; readonly surrogate: Surrogate },
  b: SparseVector,
  inner: Vector,
  options: { readonly tolerance: number; readonly maxIterations: number },
): Omit<BlockSolution, "iterations"> {
  const n = operator.dimension;
  const [x, r, Hx] = [space.scratch(n), space.scratch(n), space.scratch(n)];
  try {
    spreadOut(b, r);
    surrogate.extend(inner, r, x);
    const target = sparseNorm(b);
    const residual = () => {
      operator.apply(x, Hx);
      spreadOut(b, r);
      space.sumScaled(r, r, -1, Hx);
      return target === 0 ? 0 : Math.sqrt(space.dot(r, r)) / target;
    };
    let relativeResidual = residual();
    if (!isWithin(relativeResidual, options.tolerance)) {
      const tolerance = options.tolerance / relativeResidual;
      const correction = flexibleConjugateGradients(operator, surrogate, r, { ...options, tolerance });
      Hx.set(correction.x);
      space.sumScaled(x, x, 1, Hx);
      relativeResidual = residual();
    }
    const energy = sparseDot(b, x) + space.dot(x, r);
    const converged = isWithin(relativeResidual, options.tolerance);
    return { x: Float64Array.from(x), energy, relativeResidual, converged };
  } finally {
    space.release(x, r, Hx);
  }
}
