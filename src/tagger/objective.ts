import type { Direction, F64, Kernels, LatticeState, Scope } from "../kernels/types.js";
import { inside } from "../math/inSpace.js";
import type { Objective } from "../math/lbfgs.js";
import type { VectorSpace } from "../math/space.js";
import { contractDense, expandDense, passRows } from "./dense.js";
import { Curvature } from "./hessian.js";
import type { Problem } from "./problem.js";
import { coreOf, hasCore, type LossCore } from "./surrogate/prunedLoss.js";
import { allocateTables, fillTables, type MutableTables } from "./transitions.js";

/**
 * The regularised loss of a linear-chain CRF on a corpus, docs/method.md, Symbols:
 *
 *     L(θ) = Σ_k w_k ℓ_k(θ) + (λ/2)‖θ‖²
 *
 * (of a softmax tagger: with A held at 0) with its gradient and (through `linearise`) its exact Hessian. One pass is three sparse products around the lattice:
 * block scores U = ΦW, forward–backward, G = Φᵀ Bᵀ E.
 */
export class CrfObjective implements Objective {
  readonly dimension: number;
  readonly space: VectorSpace;
  readonly tables: MutableTables;
  /** stride × stride: Σ w α_{t−1} ⊗ y_t; times M, the expected transitions at the last point evaluated. */
  readonly edges: F64;
  /** Counts the points evaluated, so that a Curvature can tell that the lattice has moved on. */
  version = 0;

  readonly blockScores: F64;
  readonly errors: F64;
  readonly blockErrors: F64;
  /** θ, u or a gradient on its way into or out of the kernels' memory. */
  readonly weights: F64;
  private readonly directions: Direction[] = [];
  private readonly scope: Scope;
  private closed = false;
  /** Whether `evaluate` leaves the lattice behind: for those who ask for something of the Hessian at every point. */
  keepsLattice = false;
  private lattice: LatticeState | undefined;
  /** Whether `lattice` is that of the last point evaluated. */
  private isKept = false;

  constructor(
    readonly kernels: Kernels,
    readonly problem: Problem,
    readonly lambda: number,
  ) {
    const { shape, chains, blockFeatures } = problem;
    this.scope = kernels.scope();
    const rows = (count: number) => this.scope.float64(count * shape.stride);
    this.dimension = shape.dimension;
    this.space = kernels.vectors;
    this.tables = allocateTables(this.scope, shape);
    this.edges = rows(shape.stride);
    this.blockScores = rows(blockFeatures.rows);
    this.blockErrors = rows(blockFeatures.rows);
    this.errors = rows(chains.tokens);
    this.weights = this.scope.float64(passRows(shape.features + shape.labels, problem.dense) * shape.stride);
  }

  /**
   * Room for the k-th direction of a Hessian product. The first borrows the block scores and the error rows, which are
   * scratch once the lattice has run; further ones are made when they are first asked for, and stay.
   */
  direction(k: number): Direction {
    while (this.directions.length <= k) {
      const { shape, chains, blockFeatures } = this.problem;
      const rows = (count: number) => this.scope.float64(count * shape.stride);
      const isFirst = this.directions.length === 0;
      this.directions.push({
        scores: isFirst ? this.blockScores : rows(blockFeatures.rows),
        dErrors: isFirst ? this.errors : rows(chains.tokens),
        tilde: { MA: rows(shape.stride), MAt: rows(shape.stride) },
        dEdges: rows(shape.stride),
      });
    }
    return this.directions[k];
  }

  /**
   * The lattice at the last point evaluated. Most evaluations are followed by another, so `evaluate` does not write it to memory
   * unless told; it is made here when it is first asked for at a point, before a product with the Hessian takes the block scores.
   */
  get state(): LatticeState {
    const rows = this.latticeRows;
    if (!this.isKept) this.forwardBackward(rows);
    return rows;
  }

  private get latticeRows(): LatticeState {
    if (this.lattice === undefined) {
      const rows = () => this.scope.float64(this.problem.chains.tokens * this.problem.shape.stride);
      this.lattice = { alpha: rows(), arrive: rows(), leave: rows(), beta: rows() };
    }
    return this.lattice;
  }

  evaluate(theta: F64, gradient: F64): number {
    return inside(this.space, theta, gradient, (x, out) => this.evaluateInside(x, out));
  }

  private evaluateInside(theta: F64, gradient: F64): number {
    const { shape, goldTransitions } = this.problem;
    const { labels: C, stride, transitions } = shape;
    this.moveTo(theta);
    const loss = this.forwardBackward(this.keepsLattice ? this.latticeRows : null);
    this.scatter(this.errors);
    this.kernels.addScaledRows(this.lambda, theta, this.weights, this.problem.scale, stride, gradient);
    const penalty = (this.lambda / 2) * this.space.dot(theta, theta);
    if (shape.kind === "softmax") {
      gradient.fill(0, transitions);
      return loss + penalty;
    }
    let gold = 0;
    for (let i = 0; i < C; i++) {
      for (let j = 0; j < C; j++) {
        const at = transitions + i * stride + j;
        const count = goldTransitions[i * C + j];
        const expected = this.edges[i * stride + j] * this.tables.M[i * stride + j];
        gradient[at] = expected - count + this.lambda * theta[at];
        gold += count * theta[at];
      }
      if (C < stride) gradient[transitions + i * stride + C] = 0;
    }
    return loss - gold + penalty;
  }

  /** The Hessian at the last point evaluated. Valid until the next call of `evaluate` or `linearise`. */
  curvature(): Curvature {
    return new Curvature(this);
  }

  /** The Hessian at θ. Valid until the next call of `evaluate` or `linearise`. */
  linearise(theta: F64): Curvature {
    inside(this.space, theta, this.weights, (x) => this.moveTo(x));
    return new Curvature(this);
  }

  get hasCore(): boolean {
    return hasCore([this]);
  }

  /** Something near the loss and its Hessian at the last point evaluated. Its caller closes it. */
  core(): LossCore | null {
    return coreOf([this]);
  }

  /** Gives the kernels their memory back, the problem's too. Neither is used after, nor a curvature of this objective. */
  close(): void {
    this.closed = true;
    this.version++;
    this.scope.close();
    this.problem.close();
  }

  /** Puts θ's block scores and transitions in place; the lattice has still to run over them. */
  private moveTo(theta: F64): void {
    if (this.closed) throw new Error("this objective is closed");
    this.version++;
    this.isKept = false;
    fillTables(this.tables, theta, this.problem.shape);
    this.score(theta);
  }

  /** Returns the loss without the regulariser and the gold transitions. */
  private forwardBackward(state: LatticeState | null): number {
    const { kernels, problem, tables, blockScores, errors, edges } = this;
    this.isKept = state !== null;
    return kernels.forwardBackward(problem.chains, blockScores, tables, state, errors, edges);
  }

  /** out ← ΦW for W the feature rows of θ, scaled. */
  score(theta: F64, out: F64 = this.blockScores): void {
    const { blockFeatures, shape, scale, dense } = this.problem;
    this.kernels.scaleRows(theta, scale, shape.stride, this.weights);
    if (dense) expandDense(this.kernels, dense, this.weights, shape.stride);
    this.kernels.gatherRows(blockFeatures, this.weights, out, shape.stride);
  }

  /** The feature rows of `weights` ← Φᵀ Bᵀ E for error rows E, N × stride; not scaled yet. */
  scatter(errors: F64): void {
    const { blockTokens, featureBlocks, shape, dense } = this.problem;
    this.kernels.gatherRows(blockTokens, errors, this.blockErrors, shape.stride);
    this.kernels.gatherRows(featureBlocks, this.blockErrors, this.weights, shape.stride);
    if (dense) contractDense(this.kernels, dense, this.weights, shape.stride);
  }
}
