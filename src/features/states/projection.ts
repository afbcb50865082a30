import { evenChunks, paddedWidth, type Singles } from "../../kernels/singles.js";
import type { Kernels } from "../../kernels/types.js";
import { symmetricEigen } from "../../math/eigen.js";
import { evenlySpaced } from "../../math/evenlySpaced.js";
import type { TokenStates } from "./table.js";

/**
 * How a state becomes columns: its mean is taken off, and where states are wide their principal components stand in their
 * place. A state of any corpus is projected by what was fitted on the training corpus.
 */
export interface Projection {
  /** D: numbers of a state. */
  readonly dimension: number;
  /** K ≤ D: columns that it becomes. */
  readonly kept: number;
  /** Length D. */
  readonly mean: Float64Array;
  /** D × K, row-major: the first K principal axes, each a column; null where K = D and states stay as they are. */
  readonly axes: Float64Array | null;
  /** Labels whose log-probabilities are further columns. */
  readonly labels: readonly string[];
  /** What made the states; null where nobody says. */
  readonly model: string | null;
  /**
   * What all states are multiplied by, where a tagger's own head is written over them; a column of ones is behind them then.
   * Null where each state is brought to one length.
   */
  readonly scale: number | null;
}

/** Columns of K numbers and the labels. */
export const columnsOf = ({ kept, labels, scale }: Pick<Projection, "kept" | "labels" | "scale">): number =>
  kept + labels.length + (scale === null ? 0 : 1);

/** Tokens that mean and axes are fitted on, at most; evenly spaced. Their covariance is as good as that of all. */
export const SAMPLE = 32_768;
/** Rows that are read at a time. */
const ROWS = 2048;

/**
 * The mean of a corpus's states, and the axes of a principal component analysis (Pearson 1901) where states have more than
 * `most` numbers.
 */
export function fitProjection(kernels: Kernels, states: TokenStates, most: number): Projection {
  const { dimension: D, labels, model } = states;
  const kept = Math.min(D, most);
  const sample = evenlySpaced(states.tokens, SAMPLE);
  const mean = meanOf(states, sample);
  if (kept === D) return { dimension: D, kept, mean, axes: null, labels, model, scale: null };
  const { vectors } = symmetricEigen(scatterOf(kernels, states, sample, mean), D);
  const axes = new Float64Array(D * kept);
  for (let d = 0; d < D; d++) for (let k = 0; k < kept; k++) axes[d * kept + k] = vectors[k * D + d];
  return { dimension: D, kept, mean, axes, labels, model, scale: null };
}

function meanOf(states: TokenStates, sample: readonly number[]): Float64Array {
  const mean = new Float64Array(states.dimension);
  eachRun(states, sample, (rows, picked, width) => {
    for (const row of picked) for (let d = 0; d < mean.length; d++) mean[d] += rows[row * width + d];
  });
  return mean.map((sum) => sum / Math.max(1, sample.length));
}

/** Σ (e − mean)(e − mean)ᵀ over the sample, D × D. */
function scatterOf(kernels: Kernels, states: TokenStates, sample: readonly number[], mean: Float64Array): Float64Array {
  const D = states.dimension;
  const stride = D + (D % 2);
  const scope = kernels.scope();
  try {
    const values = scope.float32(ROWS * paddedWidth(D));
    const starts = scope.int32(evenChunks(ROWS, D, D).length);
    const [same, product] = [scope.float64(ROWS * stride), scope.float64(D * stride)];
    const sum = new Float64Array(D * D);
    eachRun(states, sample, (rows, picked, width) => {
      picked.forEach((row, r) => {
        for (let d = 0; d < D; d++) {
          values[r * paddedWidth(D) + d] = rows[row * width + d] - mean[d];
          same[r * stride + d] = values[r * paddedWidth(D) + d];
        }
      });
      const E: Singles = { rows: picked.length, dimension: D, values };
      const chunks = evenChunks(picked.length, D, D);
      const chunkStart = starts.subarray(0, chunks.length);
      chunkStart.set(chunks);
      kernels.contractSingles(E, same, product.fill(0), { labels: D, stride, chunkStart });
      for (let i = 0; i < D; i++) for (let j = 0; j < D; j++) sum[i * D + j] += product[i * stride + j];
    });
    return sum;
  } finally {
    scope.close();
  }
}

/** Calls with runs of rows, `width` numbers each, and which of them are in the sample. */
function eachRun(
  states: TokenStates,
  sample: readonly number[],
  visit: (rows: Float32Array, picked: readonly number[], width: number) => void,
): void {
  const width = states.dimension + states.labels.length;
  let next = 0;
  for (let first = 0; first < states.tokens; first += ROWS) {
    const count = Math.min(ROWS, states.tokens - first);
    const picked: number[] = [];
    for (; next < sample.length && sample[next] < first + count; next++) picked.push(sample[next] - first);
    if (picked.length > 0) visit(states.rows(first, count), picked, width);
  }
}

/** A corpus's columns, N × paddedWidth(columns), in the memory that the array of the caller's lies in. */
export function project(
  kernels: Kernels,
  states: TokenStates,
  { dimension: D, kept: K, mean, axes, labels, scale: fixed }: Projection,
  lengths: { readonly state: number; readonly label: number },
  out: Float32Array<ArrayBufferLike>,
): void {
  const L = labels.length;
  const [given, width, stride] = [
    paddedWidth(D),
    paddedWidth(columnsOf({ kept: K, labels, scale: fixed })),
    K + (K % 2),
  ];
  const scope = kernels.scope();
  try {
    const centred = scope.float32(ROWS * given);
    const projected = scope.float64(ROWS * stride);
    const Y = axes && scope.float64(D * stride);
    for (let d = 0; Y && axes && d < D; d++) Y.set(axes.subarray(d * K, (d + 1) * K), d * stride);
    const state = new Float64Array(K);
    for (let first = 0; first < states.tokens; first += ROWS) {
      const count = Math.min(ROWS, states.tokens - first);
      const rows = states.rows(first, count);
      for (let r = 0; r < count; r++) {
        for (let d = 0; d < D; d++) centred[r * given + d] = rows[r * (D + L) + d] - mean[d];
      }
      if (Y) kernels.multiplySingles({ rows: count, dimension: D, values: centred }, Y, projected, stride);
      const [source, step] = Y ? [projected, stride] : [centred, given];
      for (let r = 0; r < count; r++) {
        let square = 0;
        for (let k = 0; k < K; k++) {
          state[k] = source[r * step + k];
          square += state[k] * state[k];
        }
        const scale = fixed ?? (square > 0 ? lengths.state / Math.sqrt(square) : 0);
        const at = (first + r) * width;
        for (let k = 0; k < K; k++) out[at + k] = scale * state[k];
        if (fixed !== null) out[at + K] = 1;
        for (let l = 0; l < L; l++) out[at + K + l] = lengths.label * rows[r * (D + L) + D + l];
      }
    }
  } finally {
    scope.close();
  }
}
