import type { VectorSpace } from "../space.js";
import type { Vector } from "../vector.js";

/** A point and the gradient there. */
interface Place {
  readonly x: Vector;
  readonly gradient: Vector;
}

interface Pair {
  readonly s: Vector;
  readonly y: Vector;
  /** sᵀy */
  readonly sy: number;
}

/**
 * An approximate inverse C⁻¹ of a Hessian, corrected by what the last steps have shown of it: L-BFGS whose first metric is
 * C⁻¹, which may be another one each time.
 * Source: Nocedal and Wright 2006, Algorithm 7.4.
 */
export class Corrections {
  private readonly pairs: Pair[] = [];

  constructor(
    private readonly space: VectorSpace,
    private readonly most: number,
  ) {}

  /** out ← H⁻¹ g, nearly; `solve` does out ← C⁻¹ b, and b and out are its own to use. */
  apply(out: Vector, gradient: Vector, solve: (b: Vector, out: Vector) => void): void {
    const { space, pairs } = this;
    const q = space.scratch(gradient.length);
    q.set(gradient);
    const alpha = new Array<number>(pairs.length);
    for (let i = pairs.length - 1; i >= 0; i--) {
      const { s, y, sy } = pairs[i];
      alpha[i] = space.dot(s, q) / sy;
      space.sumScaled(q, q, -alpha[i], y);
    }
    solve(q, out);
    space.release(q);
    pairs.forEach(({ s, y, sy }, i) => {
      space.sumScaled(out, out, alpha[i] - space.dot(y, out) / sy, s);
    });
  }

  /** Takes in the step from one point and gradient to another. */
  add(before: Place, after: Place): void {
    const { space, pairs, most } = this;
    const n = before.x.length;
    const oldest = pairs.length < most ? null : pairs.shift();
    const { s, y } = oldest ?? { s: space.scratch(n), y: space.scratch(n) };
    space.sumScaled(s, after.x, -1, before.x);
    space.sumScaled(y, after.gradient, -1, before.gradient);
    const sy = space.dot(s, y);
    if (sy > 0) pairs.push({ s, y, sy });
    else space.release(s, y);
  }

  release(): void {
    for (const { s, y } of this.pairs) this.space.release(s, y);
  }
}
