import type { LinearOperator } from "../math/cg.js";
import { inSpace } from "../math/inSpace.js";
import type { SecondOrder, TwiceDifferentiable } from "../math/newton.js";
import type { VectorSpace } from "../math/space.js";
import type { AtPoint, HasSurrogate } from "../math/surrogate/operator.js";
import { addScaled, type Vector } from "../math/vector.js";
import { type Hessian, inverseMetricOf } from "./hessian.js";
import type { Lattice } from "./lattice.js";
import type { CrfObjective } from "./objective.js";
import { BOUND, hasSurrogate, type PrunedLoss, prunedLossOf } from "./surrogate/prunedLoss.js";

/**
 * The sum of the losses of several corpora in one feature space, such as a training corpus and a weighted reference:
 *
 *     L(θ) = Σ_i L_i(θ) − r · θ
 *
 * One of them carries the regulariser (λ of the others is 0). Sentence weights are the corpora's own. r is 0, or what training left of its
 * gradient (`withRest`).
 */
export class JointObjective implements TwiceDifferentiable, HasSurrogate {
  readonly dimension: number;
  readonly space: VectorSpace;

  /** @param rest r, a vector of the objectives' space; null for 0 */
  constructor(
    private readonly parts: readonly [CrfObjective, ...CrfObjective[]],
    private readonly rest: Vector | null = null,
  ) {
    this.dimension = parts[0].dimension;
    this.space = parts[0].space;
  }

  at(theta: Vector, gradient: Vector, forSurrogate = false): JointLattice {
    const { space, rest, parts } = this;
    const [first, ...others] = parts;
    const bound =
      forSurrogate && hasSurrogate(parts) ? BOUND * parts.reduce((sum, { lambda }) => sum + lambda, 0) : null;
    return inSpace(space, theta, gradient, (x, sum) => {
      const own = first.latticeAt(x, sum, bound);
      const lattices = others.map((part) => withShare(space, sum, (share) => part.latticeAt(x, share, bound)));
      if (rest) space.sumScaled(sum, sum, -1, rest);
      return new JointLattice([own, ...lattices], rest ? -space.dot(rest, x) : 0);
    });
  }
}

/**
 * Calls `use` with r = ∇L(θ). What training has left undone, which grows with the corpus, is no part of what a reference or a fold changes:
 * L − r · θ has its optimum at θ exactly.
 */
export function withRest<T>(objective: CrfObjective, theta: Vector, use: (rest: Vector) => T): T {
  const { space, dimension } = objective;
  const rest = space.scratch(dimension);
  try {
    objective.evaluate(theta, rest);
    return use(rest);
  } finally {
    space.release(rest);
  }
}

/** sum ← sum + what `write` writes to the vector that it is given. */
function withShare<T>(space: VectorSpace, sum: Vector, write: (share: Vector) => T): T {
  const share = space.scratch(sum.length);
  try {
    const result = write(share);
    space.sumScaled(sum, sum, 1, share);
    return result;
  } finally {
    space.release(share);
  }
}

/** The lattices of all corpora at one θ. */
class JointLattice implements SecondOrder, AtPoint {
  readonly value: number;

  constructor(
    private readonly lattices: readonly [Lattice, ...Lattice[]],
    linear: number,
  ) {
    this.value = lattices.reduce((sum, { value }) => sum + value, linear);
  }

  get hessian(): LinearOperator {
    const [first, ...others] = this.lattices.map(({ hessian }) => hessian);
    return others.length === 0 ? first : new SumOfHessians([first, ...others]);
  }

  surrogate(): PrunedLoss | null {
    return prunedLossOf(this.lattices);
  }

  close(): void {
    for (const lattice of this.lattices) lattice.close();
  }
}

/** H = Σ_i H_i, preconditioned by the same power of the summed diagonals as one corpus alone. */
class SumOfHessians implements LinearOperator {
  readonly dimension: number;
  readonly space: VectorSpace;
  readonly inverseMetric: Vector;

  constructor(private readonly parts: readonly [Hessian, ...Hessian[]]) {
    this.dimension = parts[0].dimension;
    this.space = parts[0].space;
    const diagonal = new Float64Array(this.dimension);
    for (const part of parts) addScaled(diagonal, 1, part.diagonal());
    this.inverseMetric = inverseMetricOf(diagonal);
  }

  apply(u: Vector, out: Vector): void {
    const [first, ...others] = this.parts;
    inSpace(this.space, u, out, (x, sum) => {
      first.apply(x, sum);
      for (const part of others) withShare(this.space, sum, (share) => part.apply(x, share));
    });
  }
}
