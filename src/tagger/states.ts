import type { Encoded } from "../features/encode.js";
import { paddedWidth, type Singles } from "../kernels/singles.js";
import type { Arrays, Chains, F64, I32, Kernels, SparseRows } from "../kernels/types.js";
import type { DenseColumns } from "./dense.js";

/**
 * Columns of the feature matrix that hold token states: row t is token t's own, so the states are one more group of blocks, N
 * of them behind the B others, and the scores of these are E W, the gradient of W is Eᵀ times the tokens' errors.
 */
export interface StateColumns extends Singles {
  /** The row of θ's first weight of them; they are the last features. */
  readonly first: number;
  /** B: the block of token 0. */
  readonly firstBlock: number;
  /** Of the columns, those that are states: the others are log-probabilities of labels. */
  readonly kept: number;
}

/** What of a problem is read here. */
interface Columns {
  readonly chains: Chains;
  readonly blockFeatures: SparseRows;
  readonly dense: DenseColumns | null;
  readonly states: StateColumns | null;
}

/** The rows of weights that count as one feature with a given one: the dimensions of a word vector at one offset, or of a state. */
export function columnGroup(
  { dense, states }: Columns,
  feature: number,
): { readonly first: number; readonly rows: number } {
  if (states && feature >= states.first) {
    const isState = feature < states.first + states.kept;
    return isState ? { first: states.first, rows: states.kept } : { first: feature, rows: 1 };
  }
  if (dense === null || feature < dense.first) return { first: feature, rows: 1 };
  return { first: feature - ((feature - dense.first) % dense.dimension), rows: dense.dimension };
}

type StateKernels = Pick<Kernels, "multiplySingles" | "contractSingles">;

/** A part's rows, and the tokens of each of its shards: sums over shards in order do not depend on how a corpus is cut. */
export interface StatePart {
  readonly rows: Singles;
  /** Length shards + 1. */
  readonly shardStart: I32;
}

/** @param first token of the part */
export function statePart(
  states: StateColumns,
  first: number,
  { tokens, sentenceStart, shardStart }: Chains,
  arrays: Arrays,
): StatePart {
  const { dimension, values } = states;
  const starts = arrays.int32(shardStart.length);
  for (let s = 0; s < starts.length; s++) starts[s] = sentenceStart[shardStart[s]];
  const own = values.subarray(first * paddedWidth(dimension), (first + tokens) * paddedWidth(dimension));
  return { rows: { rows: tokens, dimension, values: own }, shardStart: starts };
}

/** Blocks of a corpus, those of states among them: the rows of its block scores. */
export function scoreRows({ blockFeatures, states }: Pick<Columns, "blockFeatures" | "states">): number {
  return blockFeatures.rows + (states ? states.rows : 0);
}

/** Groups of blocks that have sparse features. */
export function sparseGroups({ chains, states }: Pick<Columns, "chains" | "states">): number {
  return chains.groups - (states ? 1 : 0);
}

/** N × (G + 1): each token's blocks and its own, first + t. */
export function withTokenBlocks({ tokens, groups: G, tokenBlocks }: Encoded, first: number): Int32Array {
  const wider = new Int32Array(tokens * (G + 1));
  for (let t = 0; t < tokens; t++) {
    wider.set(tokenBlocks.subarray(t * G, (t + 1) * G), t * (G + 1));
    wider[t * (G + 1) + G] = first + t;
  }
  return wider;
}

/** Rows that the errors of states have behind those of blocks: one for each column. */
export const stateRows = ({ states }: Pick<Columns, "states">): number => (states ? states.dimension : 0);

/** The states' rows of block scores ← E W, W their rows of `weights`. */
export function scoreStates(
  kernels: StateKernels,
  states: StateColumns,
  weights: F64,
  scores: F64,
  stride: number,
): void {
  kernels.multiplySingles(
    states,
    ofStates(states, weights, stride),
    scores.subarray(states.firstBlock * stride),
    stride,
  );
}

/** out ← out + Eᵀ errors over a part, or with E squared: what a diagonal wants. */
export function addStateErrors(
  kernels: StateKernels,
  { rows, shardStart }: StatePart,
  errors: F64,
  out: F64,
  { labels, stride }: { readonly labels: number; readonly stride: number },
  squared = false,
): void {
  kernels.contractSingles(rows, errors, out, { labels, stride, squared, chunkStart: shardStart });
}

/** The states' rows of an array in the layout of weights. */
export function ofStates({ first, dimension }: StateColumns, weights: F64, stride: number): F64 {
  return weights.subarray(first * stride, (first + dimension) * stride);
}
