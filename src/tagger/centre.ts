import type { F64 } from "../kernels/types.js";
import type { VectorSpace } from "../math/space.js";
import type { Problem } from "./problem.js";

/** A loss with the regulariser (λ/2)‖θ − θ₀‖². Its Hessian is that of θ₀ = 0, and so is a surrogate's. */
interface Centred {
  readonly problem: Pick<Problem, "centre">;
  readonly lambda: number;
  readonly space: VectorSpace;
}

/** (λ/2)‖θ − θ₀‖² − (λ/2)‖θ‖² = (λ/2)‖θ₀‖² − λ θ₀·θ */
export function centreTerm({ problem: { centre }, lambda, space }: Centred, theta: F64): number {
  return centre === null ? 0 : (lambda / 2) * space.dot(centre, centre) - lambda * space.dot(centre, theta);
}

/** gradient ← gradient − λ θ₀, its gradient. */
export function addCentre({ problem: { centre }, lambda, space }: Centred, gradient: F64): void {
  if (centre !== null) space.sumScaled(gradient, gradient, -lambda, centre);
}
