import type { LinearOperator } from "../cg.js";
import type { Vector } from "../vector.js";

/**
 * An operator C near H that costs far less, on the few coordinates where it is more than λI. A solve with it goes
 *
 *     C x = b:          restrict(b) → solve over `dimension` coordinates → extend
 */
export interface CoreOperator extends LinearOperator {
  /**
   * The function that C is the Hessian of, but for a constant, and its gradient: C is at x from then on. Over the core's
   * coordinates; vectors of its space.
   */
  evaluate(x: Vector, gradient: Vector): number;
  /** out ← the core's coordinates of a full vector. */
  restrict(full: Vector, out: Vector): void;
  /** out ← x on the core's coordinates and b/λ on the others: the full solution of C out = b. out is neither. */
  extend(x: Vector, b: Vector, out: Vector): void;
  /** Gives its memory back; not used after. */
  close(): void;
}
