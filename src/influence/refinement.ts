import type { F64 } from "../kernels/types.js";
import { iterate, type LinearOperator } from "../math/cg.js";
import { norm } from "../math/vector.js";
import { type Change, ChangedCurvature, Indefinite } from "./change.js";

/** One Newton step from θ towards the optimum of L + change, docs/method.md, One Newton step. */
export interface Refinement {
  /** θ_S − θ = −(H + ∇²change)⁻¹ ∇change, to a residual. */
  readonly step: Float64Array;
  /** −∇change − (H + ∇²change) step: v · residual is what the step still lacks of F, to first order. */
  readonly residual: Float64Array;
  /** Products with the Hessian. */
  readonly products: number;
  /** False where the changed loss is not convex at θ: the step was then taken with H alone. */
  readonly convex: boolean;
}

/**
 * @param curvature H at θ
 * @param theta the optimum of L; `change` is moved there
 * @param tolerance bound on ‖residual‖ / ‖∇change‖
 */
export function refine(
  curvature: LinearOperator,
  theta: F64,
  change: Change,
  { tolerance, maxIterations }: { readonly tolerance: number; readonly maxIterations: number },
): Refinement {
  change.moveTo(theta);
  const downhill = new Float64Array(theta.length);
  change.addGradient(downhill);
  for (let i = 0; i < downhill.length; i++) downhill[i] = -downhill[i];
  const enough = (tolerance * norm(downhill)) ** 2;
  const solve = (operator: LinearOperator) => iterate(operator, downhill, maxIterations, (_, rr) => rr <= enough);
  try {
    const { x, r, iterations } = solve(new ChangedCurvature(curvature, change));
    return { step: x, residual: r, products: iterations, convex: true };
  } catch (error) {
    if (!(error instanceof Indefinite)) throw error;
    const { x, r, iterations } = solve(curvature);
    return { step: x, residual: r, products: iterations, convex: false };
  }
}
