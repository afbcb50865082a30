import { recurrentBlock } from "../blockCg.js";
import { applyToAll, type CgResult, isWithin, type LinearOperator } from "../cg.js";
import { heapVectors } from "../heapVectors.js";
import type { VectorSpace } from "../space.js";
import { type SparseVector, sparseDot, sparseNorm, spreadOut } from "../sparse.js";
import type { Vector } from "../vector.js";
import { correct } from "./flexibleCg.js";
import type { Surrogate } from "./operator.js";

/** A solve H x = b with what it says of bᵀ H⁻¹ b. Its x is there until the next one is asked for. */
export interface BlockSolution extends CgResult {
  /** 2 bᵀx − xᵀHx ≤ bᵀ H⁻¹ b: short of it by ‖x − H⁻¹b‖² in H's norm, so of the order of the residual's square. */
  readonly energy: number;
}

/** The surrogate is solved to this share of the tolerance; what it leaves out of H may take the rest. */
const SHARE = 0.5;

/** But no further than this: the rest is mostly what the surrogate leaves out (bench/RESULTS.md). */
const FLOOR = 0.08;

/**
 * Solutions whose residuals take one pass, and bytes of these solutions, at most. A pass for four takes 2.8 times one for one, and a
 * tenth less than two for two, but each solution more holds two vectors and a direction's rows: 30 MB for uner-ewt (bench/RESULTS.md).
 */
const CHECKED_AT_ONCE = 2;
const CHECKED_BYTES = 3e7;

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
  const limits = { ...options, tolerance: Math.max(FLOOR, SHARE * options.tolerance) };
  const sharper = {
    ...{ dimension: surrogate.dimension, space },
    apply: (u: Vector, out: Vector) => surrogate.apply(u, out),
    applyAll: (us: readonly Vector[], outs: readonly Vector[]) => applyToAll(surrogate, us, outs),
    inverseMetric: surrogate.inverseMetric.map((m) => m ** SHARPER),
  };
  const found = recurrentBlock(sharper, restricted(space, surrogate, sides, operator.dimension), limits);
  const width = Math.max(1, Math.min(CHECKED_AT_ONCE, Math.floor(CHECKED_BYTES / (8 * operator.dimension))));
  for (let from = 0; from < sides.length; from += width) {
    const some = sides.slice(from, from + width);
    yield* completed(space, { operator, surrogate }, some, found.splice(0, width), options);
  }
}

/** The surrogate's coordinates of each side, in the same vector. */
function* restricted(
  space: VectorSpace,
  surrogate: Surrogate,
  sides: readonly SparseVector[],
  dimension: number,
): Generator<Vector, void> {
  const [full, one] = [space.scratch(dimension), space.scratch(surrogate.dimension)];
  try {
    for (const b of sides) {
      spreadOut(b, full);
      surrogate.restrict(full, one);
      yield one;
    }
  } finally {
    space.release(full, one);
  }
}

/** Residual of a correction's solves with the surrogate: no less than what is asked for in one iteration, mostly little. */
const forcing = (left: number) => Math.min(0.5, Math.max(0.1, 0.5 * left));

/** The full solutions from the surrogate's. */
function* completed(
  space: VectorSpace,
  { operator, surrogate }: { readonly operator: LinearOperator; readonly surrogate: Surrogate },
  sides: readonly SparseVector[],
  inner: readonly { readonly x: Vector; readonly iterations: number }[],
  { tolerance, maxIterations }: { readonly tolerance: number; readonly maxIterations: number },
): Generator<BlockSolution, void> {
  const n = operator.dimension;
  const xs = sides.map(() => space.scratch(n));
  const rs = sides.map(() => space.scratch(n));
  const b = space.scratch(n);
  try {
    sides.forEach((side, j) => {
      spreadOut(side, b);
      surrogate.extend(inner[j].x, b, xs[j]);
    });
    applyToAll(operator, xs, rs);
    for (const [j, side] of sides.entries()) {
      const [x, r] = [xs[j], rs[j]];
      spreadOut(side, b);
      space.sumScaled(r, b, -1, r);
      const target = sparseNorm(side);
      const relative = () => (target === 0 ? 0 : Math.sqrt(space.dot(r, r)) / target);
      const before = relative();
      // From here on r is the recurrence's, which is off by the rounding of a few steps.
      if (!isWithin(before, tolerance)) {
        correct(operator, surrogate, x, r, { tolerance: tolerance / before, maxIterations, forcing });
      }
      const relativeResidual = relative();
      const energy = sparseDot(side, x) + space.dot(x, r);
      const { iterations } = inner[j];
      yield { x, energy, iterations, relativeResidual, converged: isWithin(relativeResidual, tolerance) };
    }
  } finally {
    space.release(b, ...xs, ...rs);
  }
}
