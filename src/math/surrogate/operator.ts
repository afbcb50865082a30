import type { LinearOperator } from "../cg.js";
import type { VectorSpace } from "../space.js";
import type { Vector } from "../vector.js";

/**
 * A surrogate of a convex function f: another one, with the Hessian C near f's, that costs far less to evaluate. Its
 * coordinates are the few on which it is more than the regulariser λI; a solve with C goes
 *
 *     C x = b:          restrict(b) → solve over `dimension` coordinates → extend
 */
export interface Surrogate extends LinearOperator {
  /**
   * The surrogate but for a constant, and its gradient. Over its own coordinates; vectors of its space. C, which `apply`
   * multiplies by, stays its Hessian at the point that it was made at.
   */
  evaluate(x: Vector, gradient: Vector): number;
  /** out ← the surrogate's coordinates of a full vector. */
  restrict(full: Vector, out: Vector): void;
  /** out ← x on the surrogate's coordinates and b/λ on the others: the full solution of C out = b. out is neither. */
  extend(x: Vector, b: Vector, out: Vector): void;
  /** Gives its memory back; not used after. */
  close(): void;
}

/** A convex function of `dimension` variables that has a surrogate. */
export interface HasSurrogate {
  readonly dimension: number;
  /** Where its vectors are best kept; JavaScript's heap where absent. */
  readonly space?: VectorSpace;
  /**
   * The function at x, whose gradient is written to `gradient`. Its caller closes it.
   *
   * @param forSurrogate whether its surrogate will be asked for
   */
  at(x: Vector, gradient: Vector, forSurrogate?: boolean): AtPoint;
}

export interface AtPoint {
  readonly value: number;
  /** Made for this point; it outlives it and is closed by its caller. Null where there is none. */
  surrogate(): Surrogate | null;
  close(): void;
}
