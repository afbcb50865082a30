import type { CgResult } from "./cg.js";
import type { VectorSpace } from "./space.js";
import type { Vector } from "./vector.js";

/**
 * One right-hand side's share of conjugate gradients, preconditioned by a diagonal, from x = 0. Between two calls of
 * `advance` the caller sees to q = H p.
 * Source: Hestenes & Stiefel 1952; Nocedal & Wright 2006, Algorithm 5.3.
 */
export class Column {
  readonly x: Vector;
  readonly p: Vector;
  readonly q: Vector;
  /** The recurrence's residual b − Hx. */
  readonly r: Vector;
  private readonly b: Vector;
  /** ‖b‖ */
  readonly target: number;
  iterations = 0;
  /** ‖r‖² */
  rr: number;
  private rmr: number;

  /** @param m the diagonal of P⁻¹, a vector of the space; b may lie anywhere and must not change */
  constructor(
    private readonly space: VectorSpace,
    private readonly m: Vector,
    b: Vector,
  ) {
    this.b = b;
    this.x = space.vector(b.length);
    this.p = space.vector(b.length);
    this.q = space.vector(b.length);
    this.r = space.vector(b.length);
    this.r.set(b);
    // A step of length 0 changes nothing and tells both norms.
    [this.rr, this.rmr] = space.step(this.x, this.r, 0, this.p, this.q, m);
    space.updateDirection(this.p, 0, m, this.r);
    this.target = Math.sqrt(this.rr);
  }

  get relativeResidual(): number {
    return Math.sqrt(this.rr) / this.target;
  }

  finished(bound: { readonly tolerance: number; readonly maxIterations: number }): boolean {
    return this.target === 0 || this.relativeResidual <= bound.tolerance || this.iterations >= bound.maxIterations;
  }

  advance(): void {
    const { space, x, r, p, q, m } = this;
    const before = this.rmr;
    [this.rr, this.rmr] = space.step(x, r, before / space.dot(p, q), p, q, m);
    space.updateDirection(p, this.rmr / before, m, r);
    this.iterations++;
  }

  /** The solution, with q = H x. The column is released. */
  result(tolerance: number): CgResult {
    const { space, x, r, q, b, target, iterations } = this;
    let relativeResidual = 0;
    if (target > 0) {
      r.set(b);
      space.sumScaled(r, r, -1, q);
      relativeResidual = Math.sqrt(space.dot(r, r)) / target;
    }
    const solution = Float64Array.from(x);
    this.release();
    // 1 % of slack keeps the recurrence's drift from reading as a failure.
    return { x: solution, iterations, relativeResidual, converged: relativeResidual <= tolerance * 1.01 };
  }

  release(): void {
    this.space.release(this.x, this.p, this.q, this.r);
  }
}
