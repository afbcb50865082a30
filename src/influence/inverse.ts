import { type BlockOptions, blockConjugateGradients } from "../math/blockCg.js";
import { type CgOptions, type CgResult, conjugateGradients, type LinearOperator } from "../math/cg.js";
import { type SparseVector, sparseDot, spreadOut } from "../math/sparse.js";
import { solveBySurrogate } from "../math/surrogate/blockSolve.js";
import { flexibleConjugateGradients } from "../math/surrogate/flexibleCg.js";
import type { CrfObjective } from "../tagger/objective.js";

/** Residual of each solve with the surrogate, where one solve goes far: to .1 takes a fifth longer for as much (bench/RESULTS.md). */
const FORCING = 0.3;

/** ε / λ of the surrogate that takes over where the usual one, ten times it, is slow. */
const FINER = 1e-3;

/**
 * v = H⁻¹ ∇F at the point θ: one solve for a whole target set. docs/method/model.md, Lattice and Hessian.
 *
 * @param b ∇F, length `dimension`
 */
export function inverseHessianVector(
  objective: CrfObjective,
  theta: Float64Array,
  b: Float64Array,
  options: CgOptions,
): CgResult {
  const lattice = objective.at(theta, null, true);
  let surrogate = lattice.surrogate();
  let isFine = false;
  const finer = () => {
    if (isFine) return null;
    isFine = true;
    surrogate?.close();
    surrogate = lattice.surrogate(FINER);
    return surrogate;
  };
  try {
    if (surrogate === null) return conjugateGradients(lattice.hessian, b, options);
    return flexibleConjugateGradients(lattice.hessian, surrogate, b, { ...options, finer, forcing: () => FORCING });
  } finally {
    surrogate?.close();
    lattice.close();
  }
}

/** A block takes four vectors for each right-hand side; this many bytes of them at most, and this many sides. */
const BLOCK_BYTES = 5e8;
const BLOCK_WIDTH = 10;

/** How far solves go, and by which surrogate. */
export interface SolveOptions extends Omit<CgOptions, "onIteration"> {
  /** Of the surrogate, ε / λ: a smaller one has more of H, so that fewer solves go on with H itself. The usual one where absent. */
  readonly bound?: number | undefined;
}

/** u = H⁻¹ b, which is there until the next one is asked for, and bᵀ u. */
export interface Solution extends CgResult {
  /** bᵀ H⁻¹ b, from below, with a relative error of the order of the residual's square. */
  readonly energy: number;
}

/**
 * H⁻¹ b for several b, each within the tolerance, in blocks; by a surrogate of the loss where there is one, docs/method/model.md, Surrogate loss.
 *
 * @param rightHandSides asked for a block at a time
 */
export function* inverseHessianBlock(
  objective: CrfObjective,
  theta: Float64Array,
  rightHandSides: Iterable<SparseVector>,
  { bound, ...options }: SolveOptions,
): Generator<Solution, void> {
  const lattice = objective.at(theta, null, true, bound);
  const operator = lattice.hessian;
  const surrogate = lattice.surrogate(bound);
  const { dimension } = surrogate ?? operator;
  const width = Math.min(BLOCK_WIDTH, Math.max(1, Math.floor(BLOCK_BYTES / (4 * 8 * dimension))));
  const solve = (block: readonly SparseVector[]) =>
    surrogate
      ? solveBySurrogate(operator, surrogate, block, options)
      : solveBlock(operator, block, { ...options, width });
  try {
    let block: SparseVector[] = [];
    for (const b of rightHandSides) {
      block.push(b);
      if (block.length < width) continue;
      yield* solve(block);
      block = [];
    }
    yield* solve(block);
  } finally {
    surrogate?.close();
    lattice.close();
  }
}

function* solveBlock(
  operator: LinearOperator,
  sides: readonly SparseVector[],
  options: BlockOptions,
): Generator<Solution, void> {
  const dense = sides.map((b) => {
    const out = new Float64Array(operator.dimension);
    spreadOut(b, out);
    return out;
  });
  let at = 0;
  // Conjugate gradients from 0 leave a residual that is orthogonal to the solution, so bᵀx is the energy.
  for (const found of blockConjugateGradients(operator, dense, options)) {
    yield { ...found, energy: sparseDot(sides[at++], found.x) };
  }
}
