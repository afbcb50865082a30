import { gatherNumbers } from "./plainGather.js";
import type { TwoPasses } from "./twos.js";
import type { F64, Kernels } from "./types.js";

/** Passes over each of two columns. @param nodeHessianProduct over one */
export const plainTwos = (nodeHessianProduct: Kernels["nodeHessianProduct"]): TwoPasses => ({
  gather(matrix, source, out) {
    eachOf([source, out], (one, sums) => gatherNumbers(matrix, one, sums));
  },
  join(scale, xs, out) {
    xs.forEach((x, k) => {
      for (let i = 0; i < scale.length; i++) out[2 * i + k] = scale[i] * x[i];
    });
  },
  split(lambda, xs, rows, scale, outs) {
    xs.forEach((x, k) => {
      for (let i = 0; i < scale.length; i++) outs[k][i] = scale[i] * rows[2 * i + k] + lambda * x[i];
    });
  },
  nodeHessianProducts(chains, logits, A, MA, state, dErrors, dEdges) {
    eachOf([logits, MA, dErrors, dEdges], (V, table, errors, edges) =>
      nodeHessianProduct(chains, V, A, table, state, errors, edges),
    );
  },
});

/** Runs for the first numbers of all pairs, and for the second; what it writes goes back. */
function eachOf(pairs: readonly F64[], run: (...columns: F64[]) => void): void {
  for (const k of [0, 1]) {
    const columns = pairs.map((pair) => Float64Array.from({ length: pair.length / 2 }, (_, i) => pair[2 * i + k]));
    run(...columns);
    columns.forEach((column, at) => {
      for (let i = 0; i < column.length; i++) pairs[at][2 * i + k] = column[i];
    });
  }
}
