import type { F32, F64, I32 } from "./arrayTypes.js";

/**
 * A dense matrix of 32-bit numbers, in the kernels' memory: one copy serves products with it and with its transpose. Its rows
 * follow one another, for memory is what a product waits for.
 */
export interface Singles {
  readonly rows: number;
  /** D */
  readonly dimension: number;
  /** Row-major, each row padded to `paddedWidth(D)` numbers with zeros. */
  readonly values: F32;
  /** Which labels each row has to do with; all where absent. */
  readonly cells?: RowLabels | null;
}

/** Labels of rows, in the kernels' memory: of a product these entries alone are written, and of what is contracted these alone are read. */
export interface RowLabels {
  /** Length rows + 1. */
  readonly start: I32;
  /** The labels of row r are label[start[r]] … label[start[r + 1] − 1]. */
  readonly label: I32;
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

/** out ← Yᵀ, a row of paddedWidth(D) for each column of Y, padded with zeros. */
export function transposeTo(out: F64, { dimension }: Singles, Y: F64, stride: number): void {
  const width = paddedWidth(dimension);
  for (let c = 0; c < stride; c++) {
    const line = c * width;
    for (let d = 0; d < dimension; d++) out[line + d] = Y[d * stride + c];
    out.fill(0, line + dimension, line + width);
  }
}

/** out[r] ← Σ_d E[r][d] Y[d] */
export function multiplyPlainly(matrix: Singles, Y: F64, out: F64, stride: number): void {
  const { rows, dimension: D, values, cells } = matrix;
  if (cells) {
    multiplyCellsPlainly(matrix, cells, Y, out, stride);
    return;
  }
  const width = paddedWidth(D);
  for (let r = 0; r < rows; r += 2) {
    const next = Math.min(r + 1, rows - 1);
    // Two rows by two columns, whose sums stay out of memory; the last row may be computed twice.
    const [e, f] = [r * width, next * width];
    for (let c = 0; c < stride; c += 2) {
      let [a, b, p, q] = [0, 0, 0, 0];
      for (let d = 0, y = c; d < D; d++, y += stride) {
        const [left, right] = [Y[y], Y[y + 1]];
        const [u, v] = [values[e + d], values[f + d]];
        a += u * left;
        b += u * right;
        p += v * left;
        q += v * right;
      }
      out[r * stride + c] = a;
      out[r * stride + c + 1] = b;
      out[next * stride + c] = p;
      out[next * stride + c + 1] = q;
    }
  }
}

/** Each product has four partial sums, of every fourth number, as compiled code has two pairs of them. */
function multiplyCellsPlainly(matrix: Singles, { start, label }: RowLabels, Y: F64, out: F64, stride: number): void {
  const { rows, dimension, values } = matrix;
  const width = paddedWidth(dimension);
  const lines = new Float64Array(stride * width);
  transposeTo(lines, matrix, Y, stride);
  for (let r = 0; r < rows; r++) {
    const row = r * width;
    for (let cell = start[r]; cell < start[r + 1]; cell++) {
      const line = label[cell] * width;
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let k = 0; k < width; k += 4) {
        a += values[row + k] * lines[line + k];
        b += values[row + k + 1] * lines[line + k + 1];
        c += values[row + k + 2] * lines[line + k + 2];
        d += values[row + k + 3] * lines[line + k + 3];
      }
      out[r * stride + label[cell]] = a + c + (b + d);
    }
  }
}

/** out[d] ← out[d] + Σ_r E[r][d] G[r], or of the squares of E. */
export function contractPlainly(matrix: Singles, G: F64, out: F64, contraction: Contraction): void {
  const { dimension: D, values, cells } = matrix;
  const { labels, stride, chunkStart, squared = false } = contraction;
  const width = paddedWidth(D);
  const partial = new Float64Array((chunkStart.length - 1) * labels * width);
  for (let chunk = 0, from = 0; chunk + 1 < chunkStart.length; chunk++, from += labels * width) {
    for (let r = chunkStart[chunk]; r < chunkStart[chunk + 1]; r++) {
      const row = r * width;
      const [first, end] = cells ? [cells.start[r], cells.start[r + 1]] : [0, labels];
      for (let i = first; i < end; i++) {
        const c = cells ? cells.label[i] : i;
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
