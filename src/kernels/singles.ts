import type { F32, F64, I32 } from "./arrayTypes.js";

/**
 * A dense matrix of 32-bit numbers, in the kernels' memory: one copy serves products with it and with its transpose. It has
 * `rows` rows of D numbers; row r is that of index[r], where there is an index, else the r-th.
 */
export interface Singles {
  readonly rows: number;
  /** D */
  readonly dimension: number;
  /** Row-major, each row padded to `paddedWidth(D)` numbers with zeros. */
  readonly values: F32;
  readonly index: I32 | null;
}

/** Rows begin at whole vectors of four numbers. */
export const paddedWidth = (dimension: number): number => Math.ceil(dimension / 4) * 4;

/** The other factor of a contraction: rows of `stride` doubles, of which the first `labels` count. */
export interface Contraction {
  readonly labels: number;
  readonly stride: number;
  /**
   * Length chunks + 1, in the kernels' memory: where each chunk of rows begins, and the end. Each is summed by itself, and
   * the sums are added in order, so that results do not depend on threads.
   */
  readonly chunkStart: I32;
  /** Every number of the matrix squared. */
  readonly squared?: boolean;
}

const MAX_CHUNKS = 32;
/** Fewer rows are not worth a sum of their own. */
const LEAST_ROWS = 256;
/** Doubles that the sums of all chunks may take. */
const MOST_SUMS = 1 << 23;

/** Chunks of about equal length, which follow from the sizes alone. */
export function evenChunks(rows: number, dimension: number, labels: number): Int32Array {
  const sums = Math.max(1, Math.floor(MOST_SUMS / (paddedWidth(dimension) * labels)));
  const count = Math.max(1, Math.min(MAX_CHUNKS, sums, Math.ceil(rows / LEAST_ROWS)));
  return new Int32Array(count + 1).map((_, i) => Math.floor((i * rows) / count));
}

/** out ← out + the sum of the chunks' partial sums, each labels × paddedWidth, transposed to D rows of `stride`. */
export function addChunks(
  partial: F64,
  { dimension }: Singles,
  { labels, stride, chunkStart }: Contraction,
  out: F64,
): void {
  const width = paddedWidth(dimension);
  for (let chunk = 0, from = 0; chunk + 1 < chunkStart.length; chunk++, from += labels * width) {
    for (let c = 0; c < labels; c++) {
      const line = from + c * width;
      for (let d = 0; d < dimension; d++) out[d * stride + c] += partial[line + d];
    }
  }
}

/** out[r] ← Σ_d E[r][d] Y[d] */
export function multiplyPlainly(
  { rows, dimension: D, values, index }: Singles,
  Y: F64,
  out: F64,
  stride: number,
): void {
  const width = paddedWidth(D);
  for (let r = 0; r < rows; r++) {
    const row = (index ? index[r] : r) * width;
    // Two columns at a time, whose sums stay out of memory.
    for (let c = 0; c < stride; c += 2) {
      let [a, b] = [0, 0];
      for (let d = 0, y = c; d < D; d++, y += stride) {
        const e = values[row + d];
        a += e * Y[y];
        b += e * Y[y + 1];
      }
      out[r * stride + c] = a;
      out[r * stride + c + 1] = b;
    }
  }
}

/** out[d] ← out[d] + Σ_r E[r][d] G[r], or of the squares of E. */
export function contractPlainly(matrix: Singles, G: F64, out: F64, contraction: Contraction): void {
  const { dimension: D, values, index } = matrix;
  const { labels, stride, chunkStart, squared = false } = contraction;
  const width = paddedWidth(D);
  const partial = new Float64Array((chunkStart.length - 1) * labels * width);
  for (let chunk = 0, from = 0; chunk + 1 < chunkStart.length; chunk++, from += labels * width) {
    for (let r = chunkStart[chunk]; r < chunkStart[chunk + 1]; r++) {
      const row = (index ? index[r] : r) * width;
      for (let c = 0; c < labels; c++) {
        const g = G[r * stride + c];
        const line = from + c * width;
        for (let d = 0; d < D; d++) {
          const e = values[row + d];
          partial[line + d] += g * (squared ? e * e : e);
        }
      }
    }
  }
  addChunks(partial, matrix, contraction, out);
}
