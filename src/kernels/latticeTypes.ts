import type { F64, I32 } from "./arrayTypes.js";

/** What one forward–backward leaves behind at θ, N × stride each; the Hessian product reads it. docs/method/model.md, Lattice and Hessian. */
export interface LatticeState {
  /** α_t(c) = p(y_t = c | x_0 … x_t), scaled forward; sums to 1. */
  readonly alpha: F64;
  /** S_t(c) = Σ_c' α_{t−1}(c') M(c', c); 1 at a sentence's first token. */
  readonly arrive: F64;
  /** y_t(c) = ψ_t(c) β_t(c) / z_t, so that p(y_{t−1} = c', y_t = c) = α_{t−1}(c') M(c', c) y_t(c). */
  readonly leave: F64;
  /** β_t(c), scaled backward; p(y_t = c) = α_t(c) β_t(c). */
  readonly beta: F64;
}

/** A LatticeState of nodes: one number a node. */
export type NodeState = LatticeState;

/** exp of the transitions, C padded to stride × stride; the padding is 1 (it keeps S and β of the padding positive). */
export interface TransitionTables {
  readonly M: F64;
  readonly Mt: F64;
  /** The shift a with M = exp(A − a). */
  readonly shift: number;
}

/** Directional derivative's transitions: M∘Ã and its transpose, stride × stride, padding 0. */
export interface TransitionDirection {
  readonly MA: F64;
  readonly MAt: F64;
}

/** What a forward–backward at θ reads besides the chains. */
export interface LatticeInput {
  /** U: block scores, B × stride. */
  readonly scores: F64;
  /** C × stride: row y is added to the logits of the tokens whose gold label is y. Nothing where absent. */
  readonly tagScores?: F64 | undefined;
  readonly tables: TransitionTables;
}

/**
 * Sums over sentences, to which passes add in the order of the shards: over a corpus in parts they come to the same bits as over
 * the whole.
 */
export interface LatticeSums {
  /** Stride × stride: Σ w α_{t−1} ⊗ y_t; times M, the expected number of transitions. */
  readonly edges: F64;
  /** Σ w (log Z − Σ_t logit_t[y_t]), but for the shift of M in every transition. */
  loss: number;
}

/** What a forward–backward through a noise channel reads besides the chains, whose gold labels are the tags ỹ. */
export interface ChannelInput {
  /** U: block scores, B × stride. */
  readonly scores: F64;
  readonly tables: TransitionTables;
  /** C × stride: row ỹ is Γ[·, ỹ], all > 0. */
  readonly factors: F64;
}

/** Sums over sentences, to which passes add as to LatticeSums. */
export interface ChannelSums {
  /** Stride × stride: Σ w α_{t−1} ⊗ y_t of p; times M, the expected number of transitions. */
  readonly free: F64;
  /** The same of p̃. */
  readonly observed: F64;
  /** Σ w (log Z − log Z̃) */
  loss: number;
}

/** A direction of the Hessian product: what it reads, and what is written for it. */
export interface Direction {
  /** V: block scores, B × stride. */
  readonly scores: F64;
  readonly tilde: TransitionDirection;
  /** dE, N × stride. */
  readonly dErrors: F64;
  /** Stride × stride: D is added to it. */
  readonly dEdges: F64;
}

/**
 * Chains in which each token has a few labels only, its *nodes*: token t those from nodeStart[t] to nodeStart[t + 1] − 1, one
 * at least. A piece is a run of tokens that is a chain of its own.
 */
export interface NodeChains {
  /** Width of the transitions' tables. */
  readonly stride: number;
  readonly nodes: number;
  /** Length P + 1: first token of each piece; no piece is empty. */
  readonly pieceStart: I32;
  /** Length P: w. */
  readonly weight: F64;
  /** Length T + 1. */
  readonly nodeStart: I32;
  /** Label of each node. */
  readonly label: I32;
  /** Length T: the node of each token's gold label. */
  readonly gold: I32;
  /** Length S + 1: pieces of each shard. */
  readonly shardStart: I32;
}

/** A derivative over nodes: `Kernels.nodeHessianProduct`, or along two directions at once. */
export type NodeProduct = (
  chains: NodeChains,
  logits: F64,
  A: TransitionTables,
  MA: F64,
  state: NodeState,
  dErrors: F64,
  dEdges: F64,
) => void;
