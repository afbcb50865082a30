import type { Arrays, F64, TransitionTables } from "../kernels/types.js";
import type { Shape } from "./shape.js";

export interface MutableTables extends TransitionTables {
  shift: number;
}

export function allocateTables(arrays: Arrays, { stride }: Shape): MutableTables {
  return { M: arrays.float64(stride * stride), Mt: arrays.float64(stride * stride), shift: 0 };
}

/** M = exp(A − max A) and its transpose; padding 1. */
export function fillTables(tables: MutableTables, theta: F64, { labels, stride, transitions }: Shape): void {
  let shift = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < labels; i++) {
    for (let j = 0; j < labels; j++) shift = Math.max(shift, theta[transitions + i * stride + j]);
  }
  tables.shift = shift;
  tables.M.fill(1);
  tables.Mt.fill(1);
  for (let i = 0; i < labels; i++) {
    for (let j = 0; j < labels; j++) {
      const value = Math.exp(theta[transitions + i * stride + j] - shift);
      tables.M[i * stride + j] = value;
      tables.Mt[j * stride + i] = value;
    }
  }
}
