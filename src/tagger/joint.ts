import type { LinearOperator } from "../math/cg.js";
import type { TwiceDifferentiable } from "../math/newton.js";
import type { VectorSpace } from "../math/space.js";
import { addScaled, type Vector } from "../math/vector.js";
import { type Curvature, PRECONDITIONER_EXPONENT } from "./hessian.js";
import type { CrfObjective } from "./objective.js";
import { coreOf, type LossCore } from "./surrogate/prunedLoss.js";

/**
 * The sum of the losses of several corpora in one feature space, such as a training corpus and a weighted reference:
 *
 *     L(θ) = Σ_i L_i(θ)
 *
 * One of them carries the regulariser (λ of the others is 0). Sentence weights are the corpora's own.
 */
export class JointObjective implements TwiceDifferentiable {
  readonly dimension: number;
  readonly space: VectorSpace;
  private readonly partial: Float64Array;

  constructor(private readonly parts: readonly [CrfObjective, ...CrfObjective[]]) {
    this.dimension = parts[0].dimension;
    this.space = parts[0].space;
    this.partial = new Float64Array(parts.length > 1 ? this.dimension : 0);
  }

  evaluate(theta: Vector, gradient: Vector): number {
    return this.parts.reduce((sum, part, i) => {
      // Newton's method asks for the Hessian at nearly every point.
      part.keepsLattice = true;
      try {
        const value = part.evaluate(theta, i === 0 ? gradient : this.partial);
        if (i > 0) addScaled(gradient, 1, this.partial);
        return sum + value;
      } finally {
        part.keepsLattice = false;
      }
    }, 0);
  }

  curvature(): LinearOperator {
    const parts = this.parts.map((part) => part.curvature());
    return parts.length === 1 ? parts[0] : new SumOfCurvatures(parts, this.partial);
  }

  core(): LossCore | null {
    return coreOf(this.parts);
  }
}

/** H = Σ_i H_i, preconditioned by the same power of the summed diagonals as one corpus alone. */
class SumOfCurvatures implements LinearOperator {
  readonly dimension: number;
  readonly space: VectorSpace;
  readonly inverseMetric: Float64Array;

  constructor(
    private readonly parts: readonly Curvature[],
    private readonly partial: Float64Array,
  ) {
    this.dimension = parts[0].dimension;
    this.space = parts[0].space;
    const diagonal = new Float64Array(this.dimension);
    for (const part of parts) addScaled(diagonal, 1, part.diagonal());
    this.inverseMetric = diagonal.map((d) => 1 / d ** PRECONDITIONER_EXPONENT);
  }

  apply(u: Vector, out: Vector): void {
    this.parts.forEach((part, i) => {
      part.apply(u, i === 0 ? out : this.partial);
      if (i > 0) addScaled(out, 1, this.partial);
    });
  }
}
