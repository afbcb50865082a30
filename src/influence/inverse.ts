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

/** Solves that share passes: each holds four vectors and two arrays of rows, and more gain little. bench/RESULTS.md */
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
