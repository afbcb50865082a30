import type { Vector } from "./vector.js";

/** The entries of a vector that are not 0. */
export interface SparseVector {
  readonly index: Int32Array;
  readonly value: Float64Array;
}

/** out ← x, written out. */
export function spreadOut({ index, value }: SparseVector, out: Vector): void {
  out.fill(0);
  for (let i = 0; i < index.length; i++) out[index[i]] = value[i];
}

/** Σ_i x_i y_i */
export function sparseDot({ index, value }: SparseVector, y: Vector): number {
  let sum = 0;
  for (let i = 0; i < index.length; i++) sum += value[i] * y[index[i]];
  return sum;
}

export function sparseNorm({ value }: SparseVector): number {
  return Math.sqrt(value.reduce((sum, v) => sum + v * v, 0));
}
