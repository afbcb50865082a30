import type { Encoded } from "../features/encode.js";
import { inTokenOrder } from "../features/order.js";
import type { DenseMatrix } from "../features/vectors.js";
import { shardStarts } from "../kernels/costs.js";
import { transpose } from "../kernels/sparse.js";
import type { Chains, F64, I32, Kernels, SparseRows } from "../kernels/types.js";
import { type DenseColumns, denseColumns, passRows } from "./dense.js";
import { type Shape, shapeOf, type TaggerKind } from "./shape.js";

/** A corpus made ready for the kernels: chains, the factors of the feature matrix, and their transposes. */
export interface Problem {
  readonly shape: Shape;
  readonly chains: Chains;
  /** Φ: blocks × features, and behind those the row columns of word vectors. */
  readonly blockFeatures: SparseRows;
  /** Φᵀ: features × blocks. */
  readonly featureBlocks: SparseRows;
  /** Bᵀ: blocks × tokens. */
  readonly blockTokens: SparseRows;
  /**
   * Length F + O·D: what each feature's entries count for (1 where features are not merged, and in dense columns). In the
   * kernels' memory.
   */
  readonly scale: F64;
  /** Columns of word vectors; null without. */
  readonly dense: DenseColumns | null;
  /** C × C, unpadded: weighted count of the gold transitions. */
  readonly goldTransitions: Float64Array;
  /** Gives the kernels their memory back; the problem is not used after. */
  close(): void;
}

export interface Sentences {
  readonly sentenceStart: Int32Array;
  /** Length N: label index of each token, 0 … C−1. */
  readonly gold: Int32Array;
  /** Length K: w_k. 1 where absent. */
  readonly weight?: Float64Array;
}

/** A feature matrix of which every entry in column f counts scale[f]. */
export interface Matrix {
  readonly encoded: Encoded;
  readonly scale: Float64Array;
  readonly dense?: DenseMatrix | null;
}

export function buildProblem(
  kernels: Kernels,
  matrix: Matrix,
  labels: number,
  sentences: Sentences,
  kind: TaggerKind = "crf",
): Problem {
  const vectors = matrix.dense ?? null;
  const features = matrix.scale.length + (vectors ? vectors.offsets * vectors.dimension : 0);
  const shape = shapeOf(labels, features, kind);
  const K = sentences.sentenceStart.length - 1;
  const { encoded: given } = matrix;
  const encoded = inTokenOrder(vectors ? withRowColumns(given, vectors.columnOf, features) : given);
  const blocks = encoded.blockStart.length - 1;
  const scope = kernels.scope();
  const share = (source: Int32Array): I32 => {
    const array = scope.int32(source.length);
    array.set(source);
    return array;
  };
  const dense = vectors && denseColumns(vectors, matrix.scale.length, scope);
  const weight = scope.float64(K);
  const scale = scope.float64(features).fill(1);
  scale.set(matrix.scale);
  if (sentences.weight) weight.set(sentences.weight);
  else weight.fill(1);
  const chains: Chains = {
    labels,
    stride: shape.stride,
    tokens: encoded.tokens,
    sentenceStart: share(sentences.sentenceStart),
    gold: share(sentences.gold),
    weight,
    groups: encoded.groups,
    tokenBlocks: share(encoded.tokenBlocks),
    shardStart: share(Int32Array.from(shardStarts(K, (k) => sentences.sentenceStart[k]))),
  };
  const blockFeatures: SparseRows = {
    rows: blocks,
    start: share(encoded.blockStart),
    index: share(encoded.blockFeatures),
  };
  const int32 = (length: number) => scope.int32(length);
  const tokenRows: SparseRows = {
    rows: encoded.tokens,
    start: new Int32Array(encoded.tokens + 1).map((_, t) => t * encoded.groups),
    index: chains.tokenBlocks,
  };
  return {
    shape,
    chains,
    blockFeatures,
    featureBlocks: transpose(blockFeatures, passRows(features, dense), int32),
    blockTokens: transpose(tokenRows, blocks, int32),
    scale,
    dense,
    goldTransitions: countTransitions(chains),
    close: () => scope.close(),
  };
}

/** Gives each block the row column of its word's vector, as its last feature. */
function withRowColumns(encoded: Encoded, columnOf: Int32Array, firstRow: number): Encoded {
  const { blockStart: from, blockFeatures: features } = encoded;
  const blockStart = new Int32Array(from.length);
  const blockFeatures = new Int32Array(features.length + columnOf.reduce((n, column) => n + (column < 0 ? 0 : 1), 0));
  for (let b = 0, at = 0; b < columnOf.length; b++) {
    blockFeatures.set(features.subarray(from[b], from[b + 1]), at);
    at += from[b + 1] - from[b];
    if (columnOf[b] >= 0) blockFeatures[at++] = firstRow + columnOf[b];
    blockStart[b + 1] = at;
  }
  return { ...encoded, blockStart, blockFeatures };
}

/** The same problem for an objective that it does not end with: closing that one leaves it as it is. */
export function lent(problem: Problem): Problem {
  return { ...problem, close: () => {} };
}

/** Labels or sentence weights other than a problem's own. */
export interface Changes {
  /** Length N: label index of each token. */
  readonly gold?: ArrayLike<number> | undefined;
  /** Length K: w_k. */
  readonly weight?: ArrayLike<number> | undefined;
}

/**
 * Runs something while the problem has other labels or weights, and puts its own back. What objectives over it hold from
 * before is of the other problem, then and after: they must be evaluated anew.
 */
export function during<T>(problem: Problem, { gold, weight }: Changes, run: () => T): T {
  const { chains, goldTransitions } = problem;
  const own = { gold: Int32Array.from(chains.gold), weight: Float64Array.from(chains.weight) };
  try {
    if (gold) chains.gold.set(gold);
    if (weight) chains.weight.set(weight);
    goldTransitions.set(countTransitions(chains));
    return run();
  } finally {
    chains.gold.set(own.gold);
    chains.weight.set(own.weight);
    goldTransitions.set(countTransitions(chains));
  }
}

function countTransitions({ labels, sentenceStart, gold, weight }: Chains): Float64Array {
  const count = new Float64Array(labels * labels);
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    for (let t = sentenceStart[k] + 1; t < sentenceStart[k + 1]; t++) {
      count[gold[t - 1] * labels + gold[t]] += weight[k];
    }
  }
  return count;
}
