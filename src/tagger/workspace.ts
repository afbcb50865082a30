import type { Direction, F64, Kernels, LatticeState, Scope } from "../kernels/types.js";
import { contractDense, expandDense, passRows } from "./dense.js";
import type { Problem } from "./problem.js";
import { allocateTables, type MutableTables } from "./transitions.js";

/** What the lattice of a corpus at one θ takes of the kernels' memory. */
export interface LatticeMemory {
  readonly state: LatticeState;
  readonly tables: MutableTables;
  /** stride × stride: Σ w α_{t−1} ⊗ y_t; times M, the expected transitions. */
  readonly edges: F64;
}

/**
 * Memory that objectives over one corpus and its views share, and the products with its feature matrix. The arrays are
 * scratch: whatever writes one also reads it before it returns, and nothing stays in it from call to call. Lattices stay
 * as they are until they are given back; their memory is kept for the next ones.
 */
export class Workspace {
  /** B × stride */
  readonly blockScores: F64;
  /** B × stride */
  readonly blockErrors: F64;
  /** N × stride */
  readonly errors: F64;
  /** stride × stride */
  readonly edges: F64;
  readonly tables: MutableTables;
  /** `passRows` × stride: θ, u or a gradient on its way into or out of the kernels' memory. */
  readonly weights: F64;
  isClosed = false;

  private readonly directions: Direction[] = [];
  private readonly idle: LatticeMemory[] = [];
  private readonly scope: Scope;

  constructor(
    private readonly kernels: Kernels,
    private readonly problem: Problem,
  ) {
    const { shape, blockFeatures, chains, dense } = problem;
    this.scope = kernels.scope();
    this.blockScores = this.rows(blockFeatures.rows);
    this.blockErrors = this.rows(blockFeatures.rows);
    this.errors = this.rows(chains.tokens);
    this.edges = this.rows(shape.stride);
    this.tables = allocateTables(this.scope, shape);
    this.weights = this.rows(passRows(shape.features + shape.labels, dense));
  }

  /** Memory for a lattice, its contents left from an earlier one. */
  takeLattice(): LatticeMemory {
    const idle = this.idle.pop();
    if (idle !== undefined) return idle;
    const { shape, chains } = this.problem;
    const rows = () => this.rows(chains.tokens);
    return {
      state: { alpha: rows(), arrive: rows(), leave: rows(), beta: rows() },
      tables: allocateTables(this.scope, shape),
      edges: this.rows(shape.stride),
    };
  }

  giveBack(lattice: LatticeMemory): void {
    this.idle.push(lattice);
  }

  /**
   * Scratch for the k-th direction of a Hessian product. The first one's is that of the block scores and the error rows;
   * further ones are made when they are first asked for.
   */
  direction(k: number): Direction {
    while (this.directions.length <= k) {
      const { shape, chains, blockFeatures } = this.problem;
      const isFirst = this.directions.length === 0;
      this.directions.push({
        scores: isFirst ? this.blockScores : this.rows(blockFeatures.rows),
        dErrors: isFirst ? this.errors : this.rows(chains.tokens),
        tilde: { MA: this.rows(shape.stride), MAt: this.rows(shape.stride) },
        dEdges: this.rows(shape.stride),
      });
    }
    return this.directions[k];
  }

  /** out ← ΦW for W the feature rows of θ, scaled. */
  score(theta: F64, out: F64): void {
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

  /** Gives the kernels all of it back, lattices included. */
  close(): void {
    this.isClosed = true;
    this.scope.close();
  }

  private rows(count: number): F64 {
    return this.scope.float64(count * this.problem.shape.stride);
  }
}
