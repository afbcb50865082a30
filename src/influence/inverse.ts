import { blockConjugateGradients } from "../math/blockCg.js";
import { type CgOptions, type CgResult, conjugateGradients, conjugateGradientsOf } from "../math/cg.js";
import type { CrfObjective } from "../tagger/objective.js";

/**
 * v = H⁻¹ ∇F at the point θ: one solve for a whole target set. docs/method.md, Lattice and Hessian.
 *
 * @param b ∇F, length `dimension`
 */
export function inverseHessianVector(
  objective: CrfObjective,
  theta: Float64Array,
  b: Float64Array,
  options: CgOptions,
): CgResult {
  return conjugateGradients(objective.linearise(theta), b, options);
}

/** Solves that share passes; more gain little. bench/RESULTS.md */
const WIDTH = 4;

/**
 * H⁻¹ b for one b after another, several at a time in shared passes; each the same bits as alone. The right-hand sides are
 * asked for as there is room for them.
 */
export function inverseHessianVectors(
  objective: CrfObjective,
  theta: Float64Array,
  rightHandSides: Iterable<Float64Array>,
  options: Omit<CgOptions, "onIteration">,
): Generator<CgResult, void> {
  return conjugateGradientsOf(objective.linearise(theta), rightHandSides, { ...options, width: WIDTH });
}

/** A block solve takes four vectors for each right-hand side; this many bytes of them at most, and this many sides. */
const BLOCK_BYTES = 1e9;
const BLOCK_WIDTH = 10;

/** H⁻¹ b for several b, each within the tolerance and in about half the products that it would take alone. */
export function inverseHessianBlock(
  objective: CrfObjective,
  theta: Float64Array,
  rightHandSides: Iterable<Float64Array>,
  options: Omit<CgOptions, "onIteration">,
): Generator<CgResult, void> {
  const width = Math.min(BLOCK_WIDTH, Math.max(1, Math.floor(BLOCK_BYTES / (4 * 8 * objective.dimension))));
  return blockConjugateGradients(objective.linearise(theta), rightHandSides, { ...options, width });
}
