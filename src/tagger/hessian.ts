import type { Direction, F64 } from "../kernels/types.js";
import type { LinearOperator } from "../math/cg.js";
import { inside } from "../math/inSpace.js";
import type { VectorSpace } from "../math/space.js";
import { contractSquares } from "./dense.js";
import type { CrfObjective } from "./objective.js";

/**
 * p of the preconditioner D^p. Jacobi's p = 1 takes 138 and 287 iterations to a residual of 1e-3 on uner-ewt and wnut17,
 * ⅓ takes 76 and about 60, none at all 98 on the first: frequent features are redundant (a word is also its affixes and its
 * shape), so their diagonal overstates the curvature that is theirs alone. bench/RESULTS.md
 */
export const PRECONDITIONER_EXPONENT = 1 / 3;

/**
 * Above this width of a label row, products along several directions in one pass gain nothing (measured with 7 labels, 15 %,
 * and with 49, none), and would take a corpus of rows for each direction.
 */
const SHARING_STRIDE = 16;

/**
 * The Hessian of the CRF loss at the point that the objective's lattice stands at, docs/method.md, Lattice and Hessian:
 *
 *     H u = Σ_k w_k Cov_k(Φ) u + λ u
 *
 * Cov_k(Φ) u is the derivative of the expected features along u, taken through the lattice itself: exact to rounding.
 */
export class Curvature implements LinearOperator {
  readonly dimension: number;
  private readonly version: number;
  readonly space: VectorSpace;
  private metric: F64 | undefined;

  constructor(private readonly objective: CrfObjective) {
    this.dimension = objective.dimension;
    this.version = objective.version;
    this.space = objective.space;
  }

  /** D^−p, D the diagonal approximation of `diagonal`. Asked for while the lattice still stands at the point. */
  get inverseMetric(): F64 {
    this.metric ??= this.diagonal().map((d) => 1 / d ** PRECONDITIONER_EXPONENT);
    return this.metric;
  }

  /** out ← H u */
  apply(u: F64, out: F64): void {
    inside(this.space, u, out, (x, Hx) => this.applyAll([x], [Hx]));
  }

  /** outs[k] ← H us[k], where that gains in one pass over the sentences; vectors of the space. */
  applyAll(us: readonly F64[], outs: readonly F64[]): void {
    this.requireCurrent();
    const { objective } = this;
    if (us.length > 1 && objective.problem.shape.stride > SHARING_STRIDE) {
      us.forEach((u, k) => {
        this.applyAll([u], [outs[k]]);
      });
      return;
    }
    const { kernels, problem, tables, state } = objective;
    const directions = us.map((u, k) => {
      const direction = objective.direction(k);
      this.writeTransitions(u, direction);
      objective.score(u, direction.scores);
      return direction;
    });
    kernels.hessianProduct(problem.chains, directions, tables, state);
    directions.forEach((direction, k) => {
      this.writeProduct(us[k], direction, outs[k]);
    });
  }

  /** M∘Ã for the transitions Ã of u, and its transpose. */
  private writeTransitions(u: F64, { tilde: { MA, MAt } }: Direction): void {
    const { M } = this.objective.tables;
    const { labels: C, stride, transitions } = this.objective.problem.shape;
    for (let i = 0; i < C; i++) {
      for (let j = 0; j < C; j++) {
        const value = M[i * stride + j] * u[transitions + i * stride + j];
        MA[i * stride + j] = value;
        MAt[j * stride + i] = value;
      }
    }
  }

  /** out ← Φᵀ Bᵀ dE and d(expected transitions), and λu */
  private writeProduct(u: F64, { dErrors, dEdges, tilde: { MA } }: Direction, out: F64): void {
    const { kernels, problem, lambda, tables, edges, weights } = this.objective;
    const { labels: C, stride, transitions } = problem.shape;
    this.objective.scatter(dErrors);
    kernels.addScaledRows(lambda, u, weights, problem.scale, stride, out);
    if (problem.shape.kind === "softmax") {
      // On the transitions, where its gradients are 0, it is λI, as it is wherever training data does not reach.
      for (let i = transitions; i < out.length; i++) out[i] = lambda * u[i];
      return;
    }
    for (let i = 0; i < C; i++) {
      for (let j = 0; j < C; j++) {
        const at = i * stride + j;
        out[transitions + at] = tables.M[at] * dEdges[at] + MA[at] * edges[at] + lambda * u[transitions + at];
      }
      if (C < stride) out[transitions + i * stride + C] = 0;
    }
  }

  /**
   * An approximation of the Hessian's diagonal: Σ w p (1 − p) over the tokens that have the feature (tokens of one
   * sentence taken as independent), the expected count for a transition, and λ. Length `dimension`.
   */
  diagonal(): F64 {
    this.requireCurrent();
    const { kernels, problem, lambda, tables, state, weights, errors, edges } = this.objective;
    const { labels: C, stride, transitions } = problem.shape;
    const { sentenceStart, weight } = problem.chains;
    for (let k = 0; k + 1 < sentenceStart.length; k++) {
      for (let i = sentenceStart[k] * stride; i < sentenceStart[k + 1] * stride; i++) {
        const p = state.alpha[i] * state.beta[i];
        errors[i] = weight[k] * p * (1 - p);
      }
    }
    this.objective.scatter(errors);
    if (problem.dense) contractSquares(problem.dense, weights, stride);
    // The scale once for each of the two factors.
    kernels.scaleRows(weights, problem.scale, stride, weights);
    kernels.scaleRows(weights, problem.scale, stride, weights);
    const diagonal = new Float64Array(this.dimension);
    diagonal.set(weights.subarray(0, transitions));
    for (let i = 0; i < C && problem.shape.kind === "crf"; i++) {
      for (let j = 0; j < C; j++) {
        const at = i * stride + j;
        diagonal[transitions + at] = tables.M[at] * edges[at];
      }
    }
    for (let i = 0; i < diagonal.length; i++) diagonal[i] = Math.max(diagonal[i], 0) + lambda;
    return diagonal;
  }

  private requireCurrent(): void {
    if (this.version === this.objective.version) return;
    throw new Error("the lattice has moved on from this curvature's point");
  }
}
