import { applyToAll, type CgResult, conjugateGradients, isWithin, type LinearOperator } from "./cg.js";
import { cholesky, solveCholesky } from "./cholesky.js";
import { heapVectors } from "./heapVectors.js";
import type { VectorSpace } from "./space.js";
import { norm, type Vector } from "./vector.js";

export interface BlockOptions {
  /** Stop where ‖b − Hx‖ ≤ tolerance · ‖b‖, for every right-hand side. */
  readonly tolerance: number;
  /** Of a block, and again of a right-hand side that has to be finished alone. */
  readonly maxIterations: number;
  /** Right-hand sides of one block. */
  readonly width: number;
}

/**
 * Solves H x = b for several right-hand sides by block conjugate gradients: the search space of each is spanned by the
 * directions of all. Directions that slow one down slow the others down as well, so a block takes about half the iterations
 * that each would take alone (ten segments of uner-ewt: 11 to a residual of 0.1, alone 20 to 24; bench/RESULTS.md). The
 * solutions depend on what else is in the block, within the tolerance.
 * Source: O'Leary 1980, The block conjugate gradient algorithm and related methods.
 *
 * @param rightHandSides asked for a block at a time
 */
export function* blockConjugateGradients(
  operator: LinearOperator,
  rightHandSides: Iterable<Vector>,
  options: BlockOptions,
): Generator<CgResult, void> {
  let block: Vector[] = [];
  for (const b of rightHandSides) {
    block.push(b);
    if (block.length < options.width) continue;
    yield* solveBlock(operator, block, options);
    block = [];
  }
  yield* solveBlock(operator, block, options);
}

function* solveBlock(
  operator: LinearOperator,
  sides: readonly Vector[],
  options: BlockOptions,
): Generator<CgResult, void> {
  const found = recurrentBlock(operator, sides, options);
  for (const [i, b] of sides.entries()) yield finished(operator, b, found[i], options);
}

/** A solution as the recurrence leaves it. */
interface Recurrent {
  readonly x: Float64Array;
  readonly iterations: number;
}

/**
 * All sides as one block, to a residual within the tolerance by the recurrence: for who looks at the true one.
 *
 * @param sides asked for one at a time; each may be overwritten once the next is asked for
 */
export function recurrentBlock(
  operator: LinearOperator,
  sides: Iterable<Vector>,
  options: Omit<BlockOptions, "width">,
): Recurrent[] {
  const block = new Block(operator.space ?? heapVectors, operator);
  const isSolved = Array.from(sides, (b) => block.add(b));
  const found = block.solve(options);
  let at = 0;
  return isSolved.map((is) => (is ? found[at++] : { x: new Float64Array(operator.dimension), iterations: 0 }));
}

/** The block's solution with its true residual; where that is too large, its correction is solved for alone. */
function finished(operator: LinearOperator, b: Vector, { x, iterations }: Recurrent, options: BlockOptions): CgResult {
  const target = norm(b);
  if (target === 0) return { x, iterations, relativeResidual: 0, converged: true };
  const r = new Float64Array(b.length);
  const residual = () => {
    operator.apply(x, r);
    let sum = 0;
    for (let i = 0; i < r.length; i++) {
      r[i] = b[i] - r[i];
      sum += r[i] * r[i];
    }
    return Math.sqrt(sum) / target;
  };
  let relativeResidual = residual();
  let more = 0;
  if (!isWithin(relativeResidual, options.tolerance)) {
    const tolerance = options.tolerance / relativeResidual;
    const correction = conjugateGradients(operator, r, { maxIterations: options.maxIterations, tolerance });
    for (let i = 0; i < x.length; i++) x[i] += correction.x[i];
    more = correction.iterations;
    relativeResidual = residual();
  }
  const converged = isWithin(relativeResidual, options.tolerance);
  return { x, iterations: iterations + more, relativeResidual, converged };
}

class Block {
  private readonly X: Vector[] = [];
  private readonly R: Vector[] = [];
  private readonly P: Vector[] = [];
  private readonly Q: Vector[] = [];
  private readonly M: Vector;
  /** ‖b‖: the block is solved for b / ‖b‖, so that no column drowns another. */
  private readonly norms: number[] = [];

  constructor(
    private readonly space: VectorSpace,
    private readonly operator: LinearOperator,
  ) {
    this.M = space.vector(operator.dimension);
    this.M.set(operator.inverseMetric);
  }

  /** Takes a right-hand side in, where it is not 0. @returns whether it is not */
  add(b: Vector): boolean {
    const { space } = this;
    const r = space.vector(b.length);
    const q = space.scratch(b.length);
    q.set(b);
    const norm = Math.sqrt(space.dot(q, q));
    if (norm === 0) {
      space.release(r, q);
      return false;
    }
    space.sumScaled(r, r, 1 / norm, q);
    this.norms.push(norm);
    this.R.push(r);
    this.Q.push(q);
    for (const vectors of [this.X, this.P]) vectors.push(space.vector(b.length));
    return true;
  }

  /** Stops early, with what there is, where the directions have become dependent to rounding. */
  solve({ tolerance, maxIterations }: Omit<BlockOptions, "width">): Recurrent[] {
    const { space, operator, X, R, P, Q, M, norms } = this;
    const K = R.length;
    const zero = new Float64Array(K * K);
    space.combine(P, R, zero, P, M);
    let rho = space.gram(R, R, M);
    let iterations = 0;
    while (iterations < maxIterations && this.worst() > tolerance) {
      applyToAll(operator, P, Q);
      // X ← X + P α, R ← R − Q α with α = (PᵀHP)⁻¹ ρ, ρ = Rᵀ M R
      const factor = cholesky(space.gram(P, Q), K);
      if (factor === null) break;
      const alpha = solveCholesky(factor, rho, K);
      space.combine(X, X, alpha, P);
      space.combine(
        R,
        R,
        alpha.map((x) => -x),
        Q,
      );
      iterations++;
      // P ← M R + P β with β = ρ⁻¹ ρ'
      const next = space.gram(R, R, M);
      const old = cholesky(rho, K);
      if (old === null) break;
      space.combine(P, R, solveCholesky(old, next, K), P, M);
      rho = next;
    }
    const solutions = X.map((x, j) => ({ x: scaled(x, norms[j]), iterations }));
    space.release(...X, ...R, ...P, ...Q, M);
    return solutions;
  }

  private worst(): number {
    return this.R.reduce((most, r) => Math.max(most, Math.sqrt(this.space.dot(r, r))), 0);
  }
}

/** a x, on JavaScript's heap; a loop, since a callback an element takes ten times as long. */
function scaled(x: Vector, a: number): Float64Array {
  const out = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) out[i] = a * x[i];
  return out;
}
