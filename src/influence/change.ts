import type { F64 } from "../kernels/types.js";
import type { LinearOperator } from "../math/cg.js";
import { heapVectors } from "../math/heapVectors.js";
import type { TwiceDifferentiable } from "../math/newton.js";
import type { VectorSpace } from "../math/space.js";
import { addScaled, dot } from "../math/vector.js";
import type { CrfObjective } from "../tagger/objective.js";
import type { ClampedSegment } from "./segmentLoss.js";

/** What is added to L when one segment's labels are taken out or replaced: a function of θ with its first two derivatives. */
export interface Change {
  /** Evaluates it at θ and stays there for `addGradient` and `addCurvature`. Nats. */
  moveTo(theta: F64): number;
  /** out ← out + its gradient */
  addGradient(out: F64): void;
  /** out ← out + its Hessian u */
  addCurvature(u: F64, out: F64): void;
}

/** −w ℓ_S: S's labels no longer count (w = 1), its tokens stay; docs/method.md, Removal. */
export function removal(segment: ClampedSegment, w = 1): Change {
  return {
    moveTo: (theta) => -w * segment.moveTo(theta).loss,
    addGradient: (out) => segment.addGradient(-w, out),
    addCurvature: (u, out) => {
      segment.addCurvature(-w, u, out);
    },
  };
}

/**
 * −w (Φ(y) − Φ(y_S)) · θ: S has the labels y (w = 1). The sentence's log Z knows no labels, so nothing else changes.
 *
 * @param y length of the segment
 * @param dimension of θ
 */
export function relabelling(segment: ClampedSegment, y: ArrayLike<number>, dimension: number, w = 1): Change {
  const moved = new Float64Array(dimension);
  segment.addMoved(1, y, moved);
  return {
    moveTo: (theta) => -w * dot(moved, theta),
    addGradient: (out) => addScaled(out, -w, moved),
    addCurvature: () => {},
  };
}

/** −r · θ: where training ended with a small gradient r, L(θ) − r · θ has its optimum at θ exactly. */
export function linear(r: F64): Change {
  return {
    moveTo: (theta) => -dot(r, theta),
    addGradient: (out) => addScaled(out, -1, r),
    addCurvature: () => {},
  };
}

/** Several changes at once. */
export function sumOf(changes: readonly Change[]): Change {
  return {
    moveTo: (theta) => changes.reduce((sum, change) => sum + change.moveTo(theta), 0),
    addGradient: (out) => {
      for (const change of changes) change.addGradient(out);
    },
    addCurvature: (u, out) => {
      for (const change of changes) change.addCurvature(u, out);
    },
  };
}

/** L with a change: what a tagger that is trained without a segment, or with other labels of it, minimises. */
export class ChangedObjective implements TwiceDifferentiable {
  readonly dimension: number;
  readonly space: VectorSpace;

  constructor(
    private readonly objective: CrfObjective,
    private readonly change: Change,
  ) {
    this.dimension = objective.dimension;
    this.space = objective.space;
  }

  evaluate(theta: F64, gradient: F64): number {
    const value = this.objective.evaluate(theta, gradient) + this.change.moveTo(theta);
    this.change.addGradient(gradient);
    return value;
  }

  curvature(): ChangedCurvature {
    return new ChangedCurvature(this.objective.curvature(), this.change);
  }
}

/** H + ∇²(change), each at the point where its owner stands; H preconditions it. */
export class ChangedCurvature implements LinearOperator {
  readonly dimension: number;
  readonly space: VectorSpace;

  constructor(
    private readonly whole: LinearOperator,
    private readonly change: Change,
  ) {
    this.dimension = whole.dimension;
    this.space = whole.space ?? heapVectors;
  }

  /**
   * out ← (H + ∇²(change)) u
   *
   * @throws Indefinite where uᵀ out ≤ 0: L − ℓ_S need not be convex, so a strong enough segment leaves a saddle behind
   */
  apply(u: F64, out: F64): void {
    this.whole.apply(u, out);
    this.change.addCurvature(u, out);
    if (dot(u, out) < 0) throw new Indefinite();
  }

  get inverseMetric(): F64 {
    return this.whole.inverseMetric;
  }
}

export class Indefinite extends Error {
  constructor() {
    super("the changed loss is not convex here");
  }
}
