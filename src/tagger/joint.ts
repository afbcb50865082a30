import type { LinearOperator } from "../math/cg.js";
import { inSpace } from "../math/inSpace.js";
import type { SecondOrder, TwiceDifferentiable } from "../math/newton.js";
import type { VectorSpace } from "../math/space.js";
import type { AtPoint, HasSurrogate } from "../math/surrogate/operator.js";
import { addScaled, type Vector } from "../math/vector.js";
import { type Hessian, inverseMetricOf } from "./hessian.js";
import type { Lattice } from "./lattice.js";
import type { CrfObjective } from "./objective.js";
import { type PrunedLoss, prunedLossOf } from "./surrogate/prunedLoss.js";

/**
 * The sum of the losses of several corpora in one feature space, such as a training corpus and a weighted reference:
 *
 *     L(θ) = Σ_i L_i(θ)
 *
 * One of them carries the regulariser (λ of the others is 0). Sentence weights are the corpora's own.
 */
export class JointObjective implements TwiceDifferentiable, HasSurrogate {
  readonly dimension: number;
  readonly space: VectorSpace;

  constructor(private readonly parts: readonly [CrfObjective, ...CrfObjective[]]) {
    this.dimension = parts[0].dimension;
    this.space = parts[0].space;
  }

  at(theta: Vector, gradient: Vector): JointLattice {
    const [first, ...others] = this.parts;
    const lattices = inSpace(this.space, theta, gradient, (x, sum): [Lattice, ...Lattice[]] => {
      const own = first.at(x, sum);
      return [own, ...others.map((part) => withShare(this.space, sum, (share) => part.at(x, share)))];
    });
    return new JointLattice(lattices);
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

  constructor(private readonly lattices: readonly [Lattice, ...Lattice[]]) {
    this.value = lattices.reduce((sum, { value }) => sum + value, 0);
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
