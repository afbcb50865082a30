import type { Encoded } from "../features/encode.js";
import { inTokenOrder } from "../features/order.js";
import type { StateMatrix } from "../features/states/columns.js";
import type { DenseMatrix } from "../features/vectors.js";
import { shardStarts } from "../kernels/costs.js";
import { transpose } from "../kernels/sparse.js";
import type { Chains, F64, I32, Kernels, Scope, SparseRows } from "../kernels/types.js";
import { type DenseColumns, denseColumns, passRows } from "./dense.js";
import { isStaged, type Part, partsOf, withChanges } from "./parts.js";
import { type Shape, shapeOf, type TaggerKind } from "./shape.js";
import { type StateColumns, withTokenBlocks } from "./states.js";

/** A corpus made ready for the kernels: chains, the factors of the feature matrix, and their transposes. */
export interface Problem {
  readonly shape: Shape;
  readonly chains: Chains;
  /** Φ: blocks × features, and behind those the row columns of word vectors. */
  readonly blockFeatures: SparseRows;
  /** Φᵀ: features × blocks. */
  readonly featureBlocks: SparseRows;
  /** The corpus in parts, with Bᵀ of each. */
  readonly parts: readonly Part[];
  /**
   * Length F + O·D + K: what each feature's entries count for (1 where features are not merged, and in dense columns). In
   * the kernels' memory.
   */
  readonly scale: F64;
  /** Columns of word vectors; null without. */
  readonly dense: DenseColumns | null;
  /** Columns of token states, each token's own block; null without. */
  readonly states: StateColumns | null;
  /** Length shape.dimension, in the kernels' memory: θ₀, where the regulariser (λ/2)‖θ − θ₀‖² is 0; null for 0. */
  readonly centre: F64 | null;
  /** C × C, unpadded: weighted count of the gold transitions. */
  readonly goldTransitions: Float64Array;
  /**
   * A view of the problem with other gold labels or sentence weights; it shares all else, so it is closed before the
   * problem is. With no changes, the problem for a user that may close it.
   */
  with(changes: Changes): Problem;
  /** A zeroed array in the kernels' memory, which goes back with the problem's own: for what is read as long as it. */
  float64(length: number): F64;
  /** Gives the kernels their memory back, of a view what is its own; not used after. */
  close(): void;
}

/** A problem but for what can be done with it: may be posted to a thread that shares the kernels' memory. */
export type ProblemData = Omit<Problem, "with" | "float64" | "close">;

/** Labels or sentence weights other than a problem's own. */
export interface Changes {
  /** Length N: label index of each token. */
  readonly gold?: ArrayLike<number> | undefined;
  /** Length K: w_k. */
  readonly weight?: ArrayLike<number> | undefined;
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
  readonly states?: StateMatrix | null;
}

export function buildProblem(
  kernels: Kernels,
  matrix: Matrix,
  labels: number,
  sentences: Sentences,
  kind: TaggerKind = "crf",
): Problem {
  const vectors = matrix.dense ?? null;
  const ofVectors = vectors ? vectors.offsets * vectors.dimension : 0;
  const features = matrix.scale.length + ofVectors + (matrix.states?.columns ?? 0);
  const shape = shapeOf(labels, features, kind);
  const K = sentences.sentenceStart.length - 1;
  const { encoded: given } = matrix;
  const encoded = inTokenOrder(vectors ? withRowColumns(given, vectors.columnOf, features) : given);
  const blocks = encoded.blockStart.length - 1;
  const staged = isStaged(kernels, encoded.tokens, encoded.groups);
  const scope = kernels.scope();
  const share = (source: Int32Array): I32 => {
    const array = scope.int32(source.length);
    array.set(source);
    return array;
  };
  const dense = vectors && denseColumns(vectors, matrix.scale.length, features, scope);
  const states = matrix.states
    ? {
        ...{ first: matrix.scale.length + ofVectors, firstBlock: blocks, kept: matrix.states.kept },
        rows: encoded.tokens,
        dimension: matrix.states.columns,
        values: matrix.states.rows(kernels, scope),
      }
    : null;
  const centre = states && matrix.states?.head ? centreOf(matrix.states.head.rows, states.first, shape, scope) : null;
  const weight = scope.float64(K);
  const scale = scope.float64(features).fill(1);
  scale.set(matrix.scale);
  if (sentences.weight) weight.set(sentences.weight);
  else weight.fill(1);
  const tokenBlocks = states ? withTokenBlocks(encoded, blocks) : encoded.tokenBlocks;
  const chains: Chains = {
    labels,
    stride: shape.stride,
    tokens: encoded.tokens,
    sentenceStart: share(sentences.sentenceStart),
    gold: share(sentences.gold),
    weight,
    groups: encoded.groups + (states ? 1 : 0),
    tokenBlocks: staged ? tokenBlocks : share(tokenBlocks),
    shardStart: share(
      Int32Array.from(shardStarts(K, (k) => sentences.sentenceStart[k], encoded.tokens * shape.stride)),
    ),
  };
  const blockFeatures: SparseRows = {
    rows: blocks,
    start: share(encoded.blockStart),
    index: share(encoded.blockFeatures),
  };
  const featureBlocks = transpose(blockFeatures, passRows(features, dense), scope);
  const parts = partsOf(kernels, chains, blocks, states, scope, staged);
  const goldTransitions = countTransitions(chains);
  const own = { shape, chains, parts, blockFeatures, featureBlocks, scale, dense, states, centre, goldTransitions };
  return owning(kernels, own, scope);
}

/** Weights that a tagger began with, at the rows of its states. */
function centreOf(rows: Float64Array, first: number, { labels: C, stride, dimension }: Shape, scope: Scope): F64 {
  const centre = scope.float64(dimension);
  rows.forEach((weight, i) => {
    centre[(first + Math.floor(i / C)) * stride + (i % C)] = weight;
  });
  return centre;
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

/** @param scope what the problem itself has of the kernels' memory */
function owning(kernels: Kernels, fields: ProblemData, scope: Scope): Problem {
  return {
    ...fields,
    with({ gold, weight }) {
      const own = kernels.scope();
      const chains: { -readonly [K in keyof Chains]: Chains[K] } = { ...fields.chains };
      if (gold) {
        chains.gold = own.int32(gold.length);
        chains.gold.set(gold);
      }
      if (weight) {
        chains.weight = own.float64(weight.length);
        chains.weight.set(weight);
      }
      const parts = withChanges(fields.parts, chains);
      return owning(kernels, { ...fields, chains, parts, goldTransitions: countTransitions(chains) }, own);
    },
    float64: (length) => scope.float64(length),
    close: () => scope.close(),
  };
}

export function dataOf({ with: _, float64, close, ...data }: Problem): ProblemData {
  return data;
}

/** The problem of another thread, over its memory; that thread has it for longer than this one. */
export function problemOver(kernels: Kernels, data: ProblemData): Problem {
  return owning(kernels, data, kernels.scope());
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
