import { recurrentBlock } from "../blockCg.js";
import { type CgResult, isWithin, type LinearOperator } from "../cg.js";
import { heapVectors } from "../heapVectors.js";
import type { VectorSpace } from "../space.js";
import { type SparseVector, sparseDot, sparseNorm, spreadOut } from "../sparse.js";
import type { Vector } from "../vector.js";
import { correct } from "./flexibleCg.js";
import type { Surrogate } from "./operator.js";

/** A solve H x = b with what it says of bᵀ H⁻¹ b. */
export interface BlockSolution extends CgResult {
  /** 2 bᵀx − xᵀHx ≤ bᵀ H⁻¹ b: short of it by ‖x − H⁻¹b‖² in H's norm, so of the order of the residual's square. */
  readonly energy: number;
}

/** The surrogate is solved to this share of the tolerance; what it leaves out of H may take the rest. */
const SHARE = 0.5;

/** But no further than this: the rest is mostly what the surrogate leaves out (bench/RESULTS.md). */
const FLOOR = 0.08;

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
  const limits = { ...options, tolerance: Math.max(FLOOR, SHARE * options.tolerance) };
  const sharper = {
    ...{ dimension: surrogate.dimension, space },
    apply: (u: Vector, out: Vector) => surrogate.apply(u, out),
    inverseMetric: surrogate.inverseMetric.map((m) => m ** SHARPER),
  };
  let at = 0;
  for (const { x, iterations } of recurrentBlock(sharper, inner, limits)) {
    yield { ...completed(space, { operator, surrogate }, sides[at++], x, options), iterations };
  }
}

/** Residual of a correction's solves with the surrogate: no less than what is asked for in one iteration, mostly little. */
const forcing = (left: number) => Math.min(0.5, Math.max(0.1, 0.5 * left));

/** The full solution from the surrogate's. */
function completed(
  space: VectorSpace,
  { operator, surrogate }: { readonly operator: LinearOperator; readonly surrogate: Surrogate },
  b: SparseVector,
  inner: Vector,
  { tolerance, maxIterations }: { readonly tolerance: number; readonly maxIterations: number },
): Omit<BlockSolution, "iterations"> {
  const n = operator.dimension;
  const [x, r] = [space.scratch(n), space.scratch(n)];
  try {
    spreadOut(b, r);
    surrogate.extend(inner, r, x);
    const Hx = space.scratch(n);
    operator.apply(x, Hx);
    space.sumScaled(r, r, -1, Hx);
    space.release(Hx);
    const target = sparseNorm(b);
    const relative = () => (target === 0 ? 0 : Math.sqrt(space.dot(r, r)) / target);
    const before = relative();
    // From here on r is the recurrence's, which is off by the rounding of a few steps.
    if (!isWithin(before, tolerance)) {
      correct(operator, surrogate, x, r, { tolerance: tolerance / before, maxIterations, forcing });
    }
    const relativeResidual = relative();
    const energy = sparseDot(b, x) + space.dot(x, r);
    return { x: x.slice(), energy, relativeResidual, converged: isWithin(relativeResidual, tolerance) };
  } finally {
    space.release(x, r);
  }
}
