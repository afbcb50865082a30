import type { F64 } from "../kernels/types.js";
import type { Problem } from "../tagger/problem.js";

/**
 * Calls with every entry of a token's feature vector: x_t(row + i) = values[from + i] for i < count. A sparse feature is an
 * entry of one row; a word's vector, at one offset, is an entry of all its dimensions.
 */
export function eachEntry(
  { chains, blockFeatures, scale, dense }: Problem,
  token: number,
  visit: (row: number, values: F64, from: number, count: number) => void,
): void {
  const { groups, tokenBlocks } = chains;
  const { start, index } = blockFeatures;
  for (let g = token * groups; g < (token + 1) * groups; g++) {
    const block = tokenBlocks[g];
    for (let i = start[block]; i < start[block + 1]; i++) {
      const column = index[i];
      if (dense === null || column < dense.firstRow) visit(column, scale, column, 1);
      else {
        const { dimension: D, vectors: R, first, firstRow, E } = dense;
        const offset = Math.floor((column - firstRow) / R);
        visit(first + offset * D, E, ((column - firstRow) % R) * D, D);
      }
    }
  }
}
