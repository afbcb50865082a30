import type { VectorSpace } from "./space.js";
import type { Vector } from "./vector.js";

/**
 * The vectors of preconditioned conjugate gradients for H x = b, from x = 0, with a diagonal preconditioner.
 * Source: Hestenes & Stiefel 1952; Nocedal & Wright 2006, Algorithm 5.3.
 */
export class CgState {
  readonly x: Vector;
  /** The recurrence's residual b − Hx. */
  readonly r: Vector;
  /** ‖b‖ */
  readonly target: number;
  iterations = 0;
  private readonly p: Vector;
  private readonly q: Vector;
  /** ‖r‖² and rᵀP⁻¹r. */
  private rr: number;
  private rmr: number;

  /** @param m the diagonal of P⁻¹, a vector of the space; b may lie anywhere */
  constructor(
    private readonly space: VectorSpace,
    private readonly m: Vector,
    b: Vector,
  ) {
    this.x = space.vector(b.length);
    this.p = space.vector(b.length);
    this.q = space.vector(b.length);
    this.r = space.vector(b.length);
    this.r.set(b);
    // A step of length 0 changes nothing and computes both norms.
    [this.rr, this.rmr] = space.step(this.x, this.r, 0, this.p, this.q, m);
    space.updateDirection(this.p, 0, m, this.r);
    this.target = Math.sqrt(this.rr);
  }

  /** ‖r‖ / ‖b‖; NaN where b is 0. */
  get relativeResidual(): number {
    return Math.sqrt(this.rr) / this.target;
  }

  /** One iteration with q ← H p. */
  advance(multiply: (p: Vector, q: Vector) => void): void {
    const { space, x, r, p, q, m } = this;
    multiply(p, q);
    const before = this.rmr;
    [this.rr, this.rmr] = space.step(x, r, before / space.dot(p, q), p, q, m);
    space.updateDirection(p, this.rmr / before, m, r);
    this.iterations++;
  }

  /** r ← b − Hx, the true residual; returns ‖r‖ / ‖b‖. The recurrence cannot go on after it. */
  trueResidual(b: Vector, multiply: (x: Vector, Hx: Vector) => void): number {
    const { space, x, r, q } = this;
    if (this.target === 0) return 0;
    multiply(x, q);
    r.set(b);
    space.sumScaled(r, r, -1, q);
    return Math.sqrt(space.dot(r, r)) / this.target;
  }

  release(): void {
    this.space.release(this.x, this.p, this.q, this.r);
  }
}
