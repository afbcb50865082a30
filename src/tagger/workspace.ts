import { closing } from "../kernels/closing.js";
import type { Direction, F64, I32, Kernels, LatticeInput, LatticeState, Scope } from "../kernels/types.js";
import { contractDense, expandDense, passRows } from "./dense.js";
import type { Part } from "./parts.js";
import type { Problem } from "./problem.js";
import { addStateErrors, ofStates, scoreRows, scoreStates, stateRows } from "./states.js";
import { allocateTables, type MutableTables } from "./transitions.js";

/** What the lattice of a corpus at one θ takes of the kernels' memory. */
export interface LatticeMemory {
  /** `scoreRows` × stride: block scores of θ. */
  readonly scores: F64;
  readonly tables: MutableTables;
  /** stride × stride: Σ w α_{t−1} ⊗ y_t; times M, the expected transitions. */
  readonly edges: F64;
}

/** A direction of a Hessian product, and the blocks' share of it. */
interface BlockDirection extends Direction {
  /** As the workspace's: Bᵀ dE. */
  readonly blockErrors: F64;
}

/**
 * Memory that objectives over one corpus and its views share, and the products with its feature matrix. The arrays are
 * scratch: whatever writes one also reads it before it returns, and nothing stays in it from call to call. Lattices stay
 * as they are until they are given back; their memory is kept for the next ones.
 */
export class Workspace {
  /** B × stride: Bᵀ E; and behind it a row for each column of token states, Σ_t E_t ⊗ their rows. */
  readonly blockErrors: F64;
  /** Label rows of the largest part. */
  readonly errors: F64;
  /** `passRows` × stride: θ, u or a gradient on its way into or out of the kernels' memory. */
  readonly weights: F64;
  isClosed = false;

  /** Room for a part that is staged. */
  private staged: { readonly gold: I32; readonly tokenBlocks: I32; readonly index: I32 } | undefined;
  private readonly directions: BlockDirection[] = [];
  private readonly idle: LatticeMemory[] = [];
  private readonly scope: Scope;

  constructor(
    private readonly kernels: Kernels,
    private readonly problem: Problem,
  ) {
    const { shape, dense } = problem;
    this.scope = kernels.scope();
    this.blockErrors = this.rows(this.errorRows);
    this.errors = this.rows(this.longestPart);
    this.weights = this.rows(passRows(shape.features + shape.labels, dense));
  }

  /** Tokens of the largest part. */
  get longestPart(): number {
    return this.problem.parts.reduce((most, { chains }) => Math.max(most, chains.tokens), 0);
  }

  private get errorRows(): number {
    return this.problem.blockFeatures.rows + stateRows(this.problem);
  }

  /** Visits parts of the corpus or a view of it in order, each in the kernels' memory while the visit lasts. */
  eachPart(parts: readonly Part[], visit: (part: Part) => void): void {
    for (const part of parts) visit(part.isStaged ? this.stage(part) : part);
  }

  private stage(part: Part): Part {
    const { groups } = part.chains;
    this.staged ??= {
      gold: this.scope.int32(this.longestPart),
      tokenBlocks: this.scope.int32(this.longestPart * groups),
      index: this.scope.int32(this.longestPart * groups),
    };
    const { gold, tokenBlocks, index } = this.staged;
    gold.set(part.chains.gold);
    tokenBlocks.set(part.chains.tokenBlocks);
    index.set(part.blockTokens.index);
    return { ...part, chains: { ...part.chains, gold, tokenBlocks }, blockTokens: { ...part.blockTokens, index } };
  }

  /** Memory for a lattice, its contents left from an earlier one. */
  takeLattice(): LatticeMemory {
    const idle = this.idle.pop();
    if (idle !== undefined) return idle;
    const { shape } = this.problem;
    return {
      scores: this.rows(scoreRows(this.problem)),
      tables: allocateTables(this.scope, shape),
      edges: this.rows(shape.stride),
    };
  }

  giveBack(lattice: LatticeMemory): void {
    this.idle.push(lattice);
  }

  /** Scratch for the k-th direction of a Hessian product, made when it is first asked for. */
  direction(k: number): BlockDirection {
    while (this.directions.length <= k) {
      const { shape } = this.problem;
      const isFirst = this.directions.length === 0;
      this.directions.push({
        scores: this.rows(scoreRows(this.problem)),
        dErrors: isFirst ? this.errors : this.rows(this.longestPart),
        blockErrors: isFirst ? this.blockErrors : this.rows(this.errorRows),
        tilde: { MA: this.rows(shape.stride), MAt: this.rows(shape.stride) },
        dEdges: this.rows(shape.stride),
      });
    }
    return this.directions[k];
  }

  /** out ← ΦW for W the feature rows of θ, scaled. */
  score(theta: F64, out: F64): void {
    const { blockFeatures, shape, scale, dense, states } = this.problem;
    this.kernels.scaleRows(theta, scale, shape.stride, this.weights);
    if (dense) expandDense(this.kernels, dense, this.weights, shape.stride);
    this.kernels.gatherRows(blockFeatures, this.weights, out, shape.stride);
    if (states) scoreStates(this.kernels, states, this.weights, out, shape.stride);
  }

  /**
   * Visits the parts of the corpus or a view of it in order, each with its forward–backward: the errors are those of the workspace, and the state is
   * there until the visit ends.
   */
  eachState(parts: readonly Part[], input: LatticeInput, visit: (part: Part, state: LatticeState) => void): void {
    const { shape } = this.problem;
    closing(this.kernels.scope(), (scope) => {
      const sums = { edges: scope.float64(shape.stride ** 2), loss: 0 };
      const state = this.stateOf(scope);
      this.eachPart(parts, (part) => {
        this.kernels.forwardBackward(part.chains, input, state, this.errors, sums);
        visit(part, state);
      });
    });
  }

  /** Room for the state of any part, in memory of the scope. */
  stateOf(scope: Scope): LatticeState {
    const rows = () => scope.scratch(this.longestPart * this.problem.shape.stride);
    return { alpha: rows(), arrive: rows(), leave: rows(), beta: rows() };
  }

  /**
   * The feature rows of `weights` ← Φᵀ Bᵀ E, not scaled yet.
   *
   * @param parts of the corpus or a view of it
   * @param fill writes E of a part, its tokens × stride, to `errors`
   */
  scatter(parts: readonly Part[], fill: (part: Part, errors: F64) => void): void {
    this.blockErrors.fill(0);
    this.eachPart(parts, (part) => {
      fill(part, this.errors);
      this.addErrors(part, this.errors, this.blockErrors);
    });
    this.spread(this.blockErrors);
  }

  /**
   * blockErrors ← blockErrors + Bᵀ E for E of one part.
   *
   * @param squared the numbers of token states squared
   */
  addErrors({ blockTokens, states }: Part, errors: F64, blockErrors: F64, squared = false): void {
    const { shape, blockFeatures } = this.problem;
    this.kernels.addRows(blockTokens, errors, blockErrors, shape.stride);
    if (states) {
      addStateErrors(
        this.kernels,
        states,
        errors,
        blockErrors.subarray(blockFeatures.rows * shape.stride),
        shape,
        squared,
      );
    }
  }

  /** The feature rows of `weights` ← Φᵀ (Bᵀ E); not scaled yet. */
  spread(blockErrors: F64): void {
    const { featureBlocks, blockFeatures, shape, dense, states } = this.problem;
    this.kernels.gatherRows(featureBlocks, blockErrors, this.weights, shape.stride);
    if (dense) contractDense(this.kernels, dense, this.weights, shape.stride);
    if (!states) return;
    ofStates(states, this.weights, shape.stride).set(blockErrors.subarray(blockFeatures.rows * shape.stride));
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
