import type { SparseVector } from "../../src/math/sparse.js";
import type { Vector } from "../../src/math/vector.js";

/** The entries of a vector that are not 0. */
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
