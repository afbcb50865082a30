import type { F64 } from "../kernels/types.js";
import type { LinearOperator } from "../math/cg.js";
import { heapVectors } from "../math/heapVectors.js";
import type { SecondOrder, TwiceDifferentiable } from "../math/newton.js";
import type { VectorSpace } from "../math/space.js";
import { addScaled, dot } from "../math/vector.js";
import type { Lattice } from "../tagger/lattice.js";
import type { CrfObjective } from "../tagger/objective.js";
import type { SegmentLoss } from "./segmentLoss.js";

/** What is added to L when one segment's labels are taken out or replaced: a function of θ with its first two derivatives. */
export interface Change {
  /** Nats. */
  value(theta: F64): number;
  /** out ← out + its gradient at θ */
  addGradient(theta: F64, out: F64): void;
  /** Its Hessian at θ, which stays what it is; null where it is 0. */
  hessian(theta: F64): ChangeHessian | null;
}

interface ChangeHessian {
  /** out ← out + its product with u */
  addProduct(u: F64, out: F64): void;
}

/** −w ℓ_S: S's labels no longer count (w = 1), its tokens stay; docs/method/influence.md, Removal and retraining. */
export function removal(segment: SegmentLoss, w = 1): Change {
  return {
    value: (theta) => -w * segment.loss(theta),
    addGradient: (theta, out) => segment.addGradient(theta, -w, out),
    hessian(theta) {
      const hessian = segment.hessian(theta);
      return { addProduct: (u, out) => void hessian.addProduct(-w, u, out) };
    },
  };
}

/**
 * −w (Φ(y) − Φ(y_S)) · θ: S has the labels y (w = 1). The sentence's log Z knows no labels, so nothing else changes.
 *
 * @param y length of the segment
 * @param dimension of θ
 */
export function relabelling(segment: SegmentLoss, y: ArrayLike<number>, dimension: number, w = 1): Change {
  const moved = new Float64Array(dimension);
  segment.addMoved(1, y, moved);
  return {
    value: (theta) => -w * dot(moved, theta),
    addGradient: (_, out) => addScaled(out, -w, moved),
    hessian: () => null,
  };
}

/** −r · θ: where training ended with a small gradient r, L(θ) − r · θ has its optimum at θ exactly. */
export function linear(r: F64): Change {
  return {
    value: (theta) => -dot(r, theta),
    addGradient: (_, out) => addScaled(out, -1, r),
    hessian: () => null,
  };
}

/** Several changes at once. */
export function sumOf(changes: readonly Change[]): Change {
  return {
    value: (theta) => changes.reduce((sum, change) => sum + change.value(theta), 0),
    addGradient: (theta, out) => {
      for (const change of changes) change.addGradient(theta, out);
    },
    hessian(theta) {
      const parts = changes.flatMap((change) => change.hessian(theta) ?? []);
      if (parts.length === 0) return null;
      return {
        addProduct: (u, out) => {
          for (const part of parts) part.addProduct(u, out);
        },
      };
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

  at(theta: F64, gradient: F64): ChangedLattice {
    const lattice = this.objective.at(theta, gradient);
    this.change.addGradient(theta, gradient);
    return new ChangedLattice(lattice, lattice.value + this.change.value(theta), this.change.hessian(theta));
  }
}

/** L with a change at one θ. */
class ChangedLattice implements SecondOrder {
  readonly hessian: LinearOperator;

  constructor(
    private readonly lattice: Lattice,
    readonly value: number,
    change: ChangeHessian | null,
  ) {
    this.hessian = change === null ? lattice.hessian : new ChangedHessian(lattice.hessian, change);
  }

  /** The Hessian of L alone. */
  get unchanged(): LinearOperator {
    return this.lattice.hessian;
  }

  close(): void {
    this.lattice.close();
  }
}

/** H + ∇²(change) at one θ; H preconditions it. */
class ChangedHessian implements LinearOperator {
  readonly dimension: number;
  readonly space: VectorSpace;

  constructor(
    private readonly whole: LinearOperator,
    private readonly change: ChangeHessian,
  ) {
    this.dimension = whole.dimension;
    this.space = whole.space ?? heapVectors;
  }

  /**
   * out ← (H + ∇²(change)) u
   *
   * @throws Indefinite where uᵀ out < 0: L − ℓ_S need not be convex, so a strong enough segment leaves a saddle behind
   */
  apply(u: F64, out: F64): void {
    this.whole.apply(u, out);
    this.change.addProduct(u, out);
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
