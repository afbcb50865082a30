import type { DenseMatrix } from "../features/vectors.js";
import type { Arrays, F64, Kernels } from "../kernels/types.js";

/**
 * Columns of the feature matrix that hold word vectors. Weights and gradients have O·D rows for them, which stand behind
 * the F sparse ones. The passes over a corpus see O·R *row columns* in their place, behind those: with E the R vectors,
 *
 *     W'_o = E W_o   (R × stride)        and, backwards,        G_o = Eᵀ G'_o   (D × stride)
 *
 * so that a block adds one row of W' where it would add D rows of W, and everything else is as for binary features.
 */
export interface DenseColumns {
  readonly offsets: number;
  readonly dimension: number;
  readonly vectors: number;
  /** E, R × D. */
  readonly E: F64;
  /** Eᵀ, D × R. */
  readonly Et: F64;
  /** F: the first of the O·D rows. */
  readonly first: number;
  /** Behind all features: the first of the O·R row columns. */
  readonly firstRow: number;
}

/** @param features rows of weights in all */
export function denseColumns(
  { rows, dimension: D, offsets }: DenseMatrix,
  first: number,
  features: number,
  arrays: Arrays,
): DenseColumns {
  const R = rows.length / D;
  const E = arrays.float64(R * D);
  const Et = arrays.float64(R * D);
  E.set(rows);
  for (let r = 0; r < R; r++) for (let d = 0; d < D; d++) Et[d * R + r] = rows[r * D + d];
  return { offsets, dimension: D, vectors: R, E, Et, first, firstRow: features };
}

/** Rows that an array of weights needs in a pass: all features, and O·R. */
export function passRows(features: number, dense: DenseColumns | null): number {
  return features + (dense ? dense.offsets * dense.vectors : 0);
}

/** W'_o ← E W_o in an array of `passRows` rows. */
export function expandDense(
  kernels: Pick<Kernels, "multiply">,
  dense: DenseColumns,
  weights: F64,
  stride: number,
): void {
  const { vectors: rows, dimension: inner, E } = dense;
  for (let o = 0; o < dense.offsets; o++) {
    const [W, expanded] = parts(dense, weights, stride, o);
    kernels.multiply(E, W, expanded, { rows, inner, stride });
  }
}

/** G_o ← Eᵀ G'_o in an array of `passRows` rows. */
export function contractDense(
  kernels: Pick<Kernels, "multiply">,
  dense: DenseColumns,
  weights: F64,
  stride: number,
): void {
  const { vectors: inner, dimension: rows, Et } = dense;
  for (let o = 0; o < dense.offsets; o++) {
    const [G, expanded] = parts(dense, weights, stride, o);
    kernels.multiply(Et, expanded, G, { rows, inner, stride });
  }
}

/** The same with every number of E squared: what a diagonal wants. */
export function contractSquares(dense: DenseColumns, weights: F64, stride: number): void {
  const { vectors: R, dimension: D, E } = dense;
  for (let o = 0; o < dense.offsets; o++) {
    const [G, expanded] = parts(dense, weights, stride, o);
    G.fill(0);
    for (let r = 0; r < R; r++) {
      for (let d = 0; d < D; d++) {
        const square = E[r * D + d] ** 2;
        for (let c = 0; c < stride; c++) G[d * stride + c] += square * expanded[r * stride + c];
      }
    }
  }
}

/** The D rows of an offset and its R row columns. */
function parts({ first, firstRow, dimension, vectors }: DenseColumns, weights: F64, stride: number, o: number) {
  const [own, rows] = [first + o * dimension, firstRow + o * vectors];
  return [
    weights.subarray(own * stride, (own + dimension) * stride),
    weights.subarray(rows * stride, (rows + vectors) * stride),
  ] as const;
}
