import type { VectorSpace } from "../math/space.js";
import type { F32, F64, I32, SparseRows } from "./arrayTypes.js";
import type {
  ChannelInput,
  ChannelSums,
  Direction,
  LatticeInput,
  LatticeState,
  LatticeSums,
  NodeChains,
  NodeProduct,
  NodeState,
  TransitionTables,
} from "./latticeTypes.js";
import type { Loan } from "./loan.js";
import type { Contraction, Singles } from "./singles.js";
import type { TwoPasses } from "./twos.js";

export type * from "./arrayTypes.js";
export type * from "./latticeTypes.js";

/** Rows that are added to some of the rows of another array: row r to `row[r]`, no two to the same, ascending. */
export interface AddedRows extends SparseRows {
  /** Length `rows`. */
  readonly row: I32;
}

/**
 * Sentences of one corpus, or of a part of it, as the chain kernels see them. Label rows are padded from C to `stride` doubles; the padding
 * of weights, logits, errors and gradients is 0.
 */
export interface Chains {
  readonly labels: number;
  readonly stride: number;
  readonly tokens: number;
  /** Length K + 1. */
  readonly sentenceStart: I32;
  /** Length N: gold label of each token. */
  readonly gold: I32;
  /** Length K: w_k. */
  readonly weight: F64;
  readonly groups: number;
  /** N × G: block of each token and template group. */
  readonly tokenBlocks: I32;
  /** Length S + 1: sentences of each shard. Fixed by the corpus, so sums over shards never depend on threads. */
  readonly shardStart: I32;
}

/** Where arrays for the kernels come from. */
export interface Arrays {
  /** A zeroed array in the kernels' memory. */
  float64(length: number): F64;
  /** An array that holds whatever an earlier one left there, for who writes all of it before reading any. */
  scratch(length: number): F64;
  /** A zeroed array in the kernels' memory. */
  float32(length: number): F32;
  /** A zeroed array in the kernels' memory. */
  int32(length: number): I32;
  /** As `scratch`. */
  scratchInt32(length: number): I32;
}

/**
 * Arrays that are given back together: the compiled kernels' memory is no JavaScript heap, and nothing collects it.
 * Whoever builds something in that memory takes a scope from the kernels, allocates in it, and has a `close` of its own
 * that closes the scope (Problem, CrfObjective, PrunedLoss). Code that makes many objectives, one after another, closes each:
 *
 *     const { tagger, objective } = train(kernels, corpus, options);
 *     try { … } finally { objective.close(); }
 */
export interface Scope extends Arrays {
  /** Gives every array of the scope back, to be handed out again: nobody may look at one after. Twice is once. */
  close(): void;
}

/**
 * The hot loops over one corpus. Arrays that are passed in must come from the same instance: from a scope of it, or from
 * its own `float64`, `float32` and `int32`, whose arrays live as long as the instance.
 * Results are the same bits for any number of threads: every output row is written by one thread, and sums over
 * sentences run within a shard first and over the shards in order after.
 */
export interface Kernels extends Arrays {
  readonly name: "plain" | "wasm";
  readonly threads: number;
  /** Bytes that the arrays of the instance may take together. */
  readonly limit: number;
  /** Arrays with a common end. */
  scope(): Scope;

  /** Vectors of a solver, in this instance's memory. */
  readonly vectors: VectorSpace;

  /** out[r] ← scale[r] · rows[r]: rows of `stride` doubles. out may be rows. */
  scaleRows(rows: F64, scale: F64, stride: number, out: F64): void;
  /** out[r] ← scale[r] · rows[r] + λ x[r]; only the first scale.length rows of x and out. out may be rows. */
  addScaledRows(lambda: number, x: F64, rows: F64, scale: F64, stride: number, out: F64): void;

  /** out[r] ← Σ_{j ∈ row r} source[j] for every row r: rows of `stride` doubles, which is even or 1. */
  gatherRows(matrix: SparseRows, source: F64, out: F64, stride: number): void;

  /**
   * The same for rows of one double: of eight and more every fourth is added to one of four sums, of fewer all in order. Fast where rows
   * of one length follow one another.
   */
  gatherNumbers(matrix: SparseRows, source: F64, out: F64): void;
  /** out[row[r]] ← out[row[r]] + Σ_{j ∈ row r} source[j] for every row r, in the order of the row: several matrices in turn give the bits of one. */
  addRows(matrix: AddedRows, source: F64, out: F64, stride: number): void;

  /** out ← X Y for a dense X (rows × inner) and rows of `stride` doubles: Y (inner × stride), out (rows × stride). */
  multiply(X: F64, Y: F64, out: F64, size: { rows: number; inner: number; stride: number }): void;

  /** out ← E Y for rows of `stride` doubles, which is even: Y (D × stride), out (rows × stride). */
  multiplySingles(E: Singles, Y: F64, out: F64, stride: number): void;
  /**
   * out ← out + Eᵀ G, or with every number of E squared: G (rows × stride), out (D × stride), whose padding stays as it is.
   */
  contractSingles(E: Singles, G: F64, out: F64, size: Contraction): void;

  /**
   * Forward–backward over all sentences. Writes the error rows E_t = w (p_t − 1[y_t]) (N × stride), and `state` unless that is
   * null; adds to the sums.
   */
  forwardBackward(
    chains: Chains,
    input: LatticeInput,
    state: LatticeState | null,
    errors: F64,
    sums: LatticeSums,
  ): void;

  /**
   * Forward–backward of p and of p̃(y) ∝ p(y) Π_t Γ[y_t, ỹ_t] over all sentences. Writes the error rows w (p_t − p̃_t)
   * (N × stride), and adds to the sums.
   */
  channelForwardBackward(chains: Chains, input: ChannelInput, errors: F64, sums: ChannelSums): void;

  /**
   * Derivative of the error rows and of the expected transitions along each direction, all in one pass over the sentences
   * and each to the bits of a pass of its own. Writes dE of each and adds D, where
   * d(expected transitions) = M∘D + Ã∘(expected transitions).
   *
   * @param state of a forward–backward with the same input; made again, sentence by sentence, where it is null
   */
  hessianProduct(
    chains: Chains,
    input: LatticeInput,
    directions: readonly Direction[],
    state: LatticeState | null,
  ): void;

  /**
   * Forward–backward over pieces at the nodes' logits. Writes the state, the errors w (p − 1[gold]) of the nodes, and `edges` =
   * Σ w α_{t−1} ⊗ y_t (stride × stride; times M the expected number of transitions).
   * Returns Σ w (log Z − Σ_t logit_t[y_t]): the loss but for the gold transitions.
   */
  nodeForwardBackward(
    chains: NodeChains,
    logits: F64,
    A: TransitionTables,
    state: NodeState,
    errors: F64,
    edges: F64,
  ): number;

  /**
   * Derivative of the errors and of the expected transitions along a direction. Writes dErrors, and D of
   * d(expected transitions) = M∘D + Ã∘(expected transitions). The direction's logits are used up.
   *
   * @param MA M∘Ã, stride × stride
   */
  nodeHessianProduct: NodeProduct;
  /** Passes over two columns at once. */
  readonly twos: TwoPasses;

  /**
   * Lends another thread of the process the memory and a share of the threads; one loan at a time. Null where arrays do not lie in a memory
   * that threads share, where there is one thread, and where so much of the memory is in use that the other side may not get its own.
   */
  lend(): Loan | null;

  /** Ends the threads; the instance is not used after. */
  close(): void;
}
