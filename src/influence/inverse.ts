import { type CgOptions, type CgResult, conjugateGradients } from "../math/cg.js";
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
