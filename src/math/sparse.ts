import type { Vector } from "./vector.js";

/** The entries of a vector that are not 0. */
export interface SparseVector {
  readonly index: Int32Array;
  readonly value: Float64Array;
}

export function sparse(x: Vector): SparseVector {
  let count = 0;
  for (let i = 0; i < x.length; i++) if (x[i] !== 0) count++;
  const index = new Int32Array(count);
  const value = new Float64Array(count);
  for (let i = 0, at = 0; i < x.length; i++) {
    if (x[i] === 0) continue;
    index[at] = i;
    value[at++] = x[i];
  }
  return { index, value };
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
