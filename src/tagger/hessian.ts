import type { Direction, F64, Kernels, LatticeInput, LatticeState, TransitionTables } from "../kernels/types.js";
import type { LinearOperator } from "../math/cg.js";
import { inSpace } from "../math/inSpace.js";
import { power } from "../math/power.js";
import type { VectorSpace } from "../math/space.js";
import { contractSquares } from "./dense.js";
import type { Part } from "./parts.js";
import type { Problem } from "./problem.js";
import type { Workspace } from "./workspace.js";

/**
 * p of the preconditioner D^p. Jacobi's p = 1 takes 138 and 287 iterations to a residual of 1e-3 on uner-ewt and wnut17,
 * ⅓ takes 76 and about 60, none at all 98 on the first: frequent features are redundant (a word is also its affixes and its
 * shape), so their diagonal overstates the curvature that is theirs alone. bench/RESULTS.md
 */
const PRECONDITIONER_EXPONENT = 1 / 3;

/** The diagonal of the inverse preconditioner D^−p. */
export function inverseMetricOf(diagonal: F64): F64 {
  const metric = new Float64Array(diagonal.length);
  for (let i = 0; i < metric.length; i++) metric[i] = power(diagonal[i], -PRECONDITIONER_EXPONENT);
  return metric;
}

/**
 * Above this width of a label row, products along several directions in one pass gain nothing (measured with 7 labels, 15 %,
 * and with 49, none), and would take a corpus of rows for each direction.
 */
const SHARING_STRIDE = 16;

/** A loss on a corpus: what does not depend on θ. */
export interface RegularisedLoss {
  readonly kernels: Kernels;
  readonly problem: Problem;
  readonly lambda: number;
  readonly workspace: Workspace;
}

/** What the Hessian reads of the lattice at its point. */
interface LatticeAt {
  readonly input: LatticeInput;
  readonly tables: TransitionTables;
  readonly edges: F64;
  eachState(visit: (part: Part, state: LatticeState) => void): void;
}

/**
 * The Hessian of the CRF loss at the point of a lattice, docs/method/model.md, Lattice and Hessian:
 *
 *     H u = Σ_k w_k Cov_k(Φ) u + λ u
 *
 * Cov_k(Φ) u is the derivative of the expected features along u, taken through the lattice itself: exact to rounding.
 */
export class Hessian implements LinearOperator {
  readonly dimension: number;
  readonly space: VectorSpace;
  private metric: F64 | undefined;

  /** @param lattice of the loss; the Hessian holds for as long as it does */
  constructor(
    private readonly loss: RegularisedLoss,
    private readonly lattice: LatticeAt,
  ) {
    this.dimension = loss.problem.shape.dimension;
    this.space = loss.kernels.vectors;
  }

  /** D^−p, D the diagonal approximation of `diagonal`. */
  get inverseMetric(): F64 {
    this.metric ??= inverseMetricOf(this.diagonal());
    return this.metric;
  }

  /** out ← H u */
  apply(u: F64, out: F64): void {
    inSpace(this.space, u, out, (x, Hx) => this.applyAll([x], [Hx]));
  }

  /** outs[k] ← H us[k], where that gains in one pass over the sentences; vectors of the space. */
  applyAll(us: readonly F64[], outs: readonly F64[]): void {
    const { kernels, problem, workspace } = this.loss;
    const { input } = this.lattice;
    if (us.length > 1 && problem.shape.stride > SHARING_STRIDE) {
      us.forEach((u, k) => {
        this.applyAll([u], [outs[k]]);
      });
      return;
    }
    const directions = us.map((u, k) => {
      const direction = workspace.direction(k);
      this.writeTransitions(u, direction);
      workspace.score(u, direction.scores);
      direction.dEdges.fill(0);
      direction.blockErrors.fill(0);
      return direction;
    });
    workspace.eachPart(problem.parts, (part) => {
      kernels.hessianProduct(part.chains, input, directions, null);
      for (const { dErrors, blockErrors } of directions) workspace.addErrors(part, dErrors, blockErrors);
    });
    directions.forEach((direction, k) => {
      workspace.spread(direction.blockErrors);
      this.writeProduct(us[k], direction, outs[k]);
    });
  }

  /** M∘Ã for the transitions Ã of u, and its transpose. */
  private writeTransitions(u: F64, { tilde: { MA, MAt } }: Direction): void {
    const { M } = this.lattice.tables;
    const { labels: C, stride, transitions } = this.loss.problem.shape;
    for (let i = 0; i < C; i++) {
      for (let j = 0; j < C; j++) {
        const value = M[i * stride + j] * u[transitions + i * stride + j];
        MA[i * stride + j] = value;
        MAt[j * stride + i] = value;
      }
    }
  }

  /** out ← Φᵀ Bᵀ dE, which the workspace has, and d(expected transitions), and λu */
  private writeProduct(u: F64, { dEdges, tilde: { MA } }: Direction, out: F64): void {
    const { kernels, problem, lambda, workspace } = this.loss;
    const { tables, edges } = this.lattice;
    const { labels: C, stride, transitions } = problem.shape;
    kernels.addScaledRows(lambda, u, workspace.weights, problem.scale, stride, out);
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
    const { kernels, problem, lambda, workspace } = this.loss;
    const { tables, edges } = this.lattice;
    const { weights, errors, blockErrors } = workspace;
    const { labels: C, stride, transitions } = problem.shape;
    blockErrors.fill(0);
    this.lattice.eachState((part, { alpha, beta }) => {
      const { sentenceStart, weight } = part.chains;
      for (let k = 0; k + 1 < sentenceStart.length; k++) {
        for (let i = sentenceStart[k] * stride; i < sentenceStart[k + 1] * stride; i++) {
          const p = alpha[i] * beta[i];
          errors[i] = weight[k] * p * (1 - p);
        }
      }
      workspace.addErrors(part, errors, blockErrors, true);
    });
    workspace.spread(blockErrors);
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
}
