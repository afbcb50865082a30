import type { F64 } from "../kernels/types.js";

/** out[f] ← scale[f] · rows[f] for rows of `stride` doubles. */
export function scaleRows(rows: F64, scale: Float64Array, stride: number, out: F64): void {
  for (let f = 0, i = 0; f < scale.length; f++) {
    const s = scale[f];
    for (const end = i + stride; i < end; i++) out[i] = s * rows[i];
  }
}

/** out[f] ← scale[f] · rows[f] + λ x[f], in one loop over memory. */
export function addScaledRows(lambda: number, x: F64, rows: F64, scale: Float64Array, stride: number, out: F64): void {
  for (let f = 0, i = 0; f < scale.length; f++) {
    const s = scale[f];
    for (const end = i + stride; i < end; i++) out[i] = s * rows[i] + lambda * x[i];
  }
}
