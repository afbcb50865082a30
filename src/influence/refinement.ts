import type { F64 } from "../kernels/types.js";
import type { CrfObjective } from "../tagger/objective.js";
import type { Change } from "./change.js";
import { type Retrained, retrain } from "./retraining.js";

/**
 * One Newton step from θ, the optimum of L, towards the optimum of L + change; docs/method.md, Removal and retraining:
 *
 *     θ̂ = θ − (H + ∇²change)⁻¹ ∇change
 *
 * With F evaluated at θ̂ and v = H⁻¹∇F, F(θ̂) − F(θ) − v · ∇(L + change)(θ̂) is all but what retraining does to F: the last
 * term is what the step, and the solve behind it, left to do, to first order.
 *
 * @returns θ̂ as `theta`, with ∇(L + change) there
 */
export function refine(
  objective: CrfObjective,
  theta: F64,
  change: Change,
  { tolerance, maxIterations }: { readonly tolerance: number; readonly maxIterations: number },
): Retrained {
  const one = { enough: () => false, maxSteps: 1, forcing: tolerance, maxInner: maxIterations };
  return retrain(objective, theta, change, one);
}
