import { heapVectors } from "./heapVectors.js";
import { wolfeStep } from "./lineSearch.js";
import type { VectorSpace } from "./space.js";
import type { Vector } from "./vector.js";

/** A function at one point: its value, and whatever else a method wants of it there. */
interface Evaluated {
  readonly value: number;
  /** Gives its memory back. */
  close?(): void;
}

interface Place {
  readonly x: Vector;
  readonly gradient: Vector;
}

/**
 * A point that goes down a function step by step: what the descent methods share. A step meets the Wolfe conditions along a
 * direction that is the method's own affair.
 */
export class DescentPoint<E extends Evaluated> {
  value: number;
  /** ‖∇f(x)‖₂ */
  gradientNorm: number;
  evaluations = 0;
  private here: Place;
  private there: Place;
  private open: E | null = null;
  private readonly space: VectorSpace;

  /**
   * @param start not written to
   * @param evaluate f at x, its gradient written to `gradient`. Closed here: one is open at a time, so that a search
   *   takes the memory of one
   */
  constructor(
    { dimension, space = heapVectors }: { readonly dimension: number; readonly space?: VectorSpace },
    start: Vector,
    private readonly evaluate: (x: Vector, gradient: Vector) => E,
  ) {
    this.space = space;
    const place = () => ({ x: space.scratch(dimension), gradient: space.scratch(dimension) });
    [this.here, this.there] = [place(), place()];
    this.here.x.set(start);
    this.value = this.move(this.here).value;
    this.gradientNorm = this.norm();
  }

  get x(): Vector {
    return this.here.x;
  }

  get gradient(): Vector {
    return this.here.gradient;
  }

  /** f at x. @throws Error after a step that failed, with which a descent ends */
  get at(): E {
    if (this.open === null) throw new Error("this descent has ended");
    return this.open;
  }

  /** Where the last step started from; for as long as no other is tried. */
  get before(): Place {
    return this.there;
  }

  /**
   * x ← x − s · direction.
   *
   * @param first the step to try first
   * @param slope direction · ∇f(x)
   * @returns s; null where there is no progress to be made, and then x stays where it was
   */
  step(direction: Vector, first = 1, slope = this.space.dot(direction, this.gradient)): number | null {
    const { space, here, there } = this;
    let tried = 0;
    const phi = (step: number) => {
      tried = step;
      space.sumScaled(there.x, here.x, -step, direction);
      const { value } = this.move(there);
      return { step, value, slope: -space.dot(direction, there.gradient) };
    };
    const point = wolfeStep(phi, { step: 0, value: this.value, slope: -slope }, first);
    if (point === null) {
      this.close();
      return null;
    }
    // The search may fall back on an earlier trial than its last.
    if (tried !== point.step) phi(point.step);
    [this.here, this.there] = [there, here];
    this.value = point.value;
    this.gradientNorm = this.norm();
    return point.step;
  }

  release(): void {
    const { space, here, there } = this;
    this.close();
    space.release(here.x, here.gradient, there.x, there.gradient);
  }

  private move({ x, gradient }: Place): E {
    this.close();
    this.open = this.evaluate(x, gradient);
    this.evaluations++;
    return this.open;
  }

  private close(): void {
    this.open?.close?.();
    this.open = null;
  }

  private norm(): number {
    return Math.sqrt(this.space.dot(this.gradient, this.gradient));
  }
}
