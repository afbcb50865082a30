import { paddedWidth } from "../kernels/singles.js";
import type { F32, F64 } from "../kernels/types.js";
import type { Problem } from "../tagger/problem.js";
import { sparseGroups } from "../tagger/states.js";

/**
 * Calls with every entry of a token's feature vector: x_t(row + i) = values[from + i] for i < count. A sparse feature is an
 * entry of one row; a word's vector, at one offset, is an entry of all its dimensions, and so is a token's state.
 */
export function eachEntry(
  problem: Problem,
  token: number,
  visit: (row: number, values: F64 | F32, from: number, count: number) => void,
): void {
  const { chains, blockFeatures, scale, dense, states } = problem;
  const { start, index } = blockFeatures;
  const first = token * chains.groups;
  for (let g = first; g < first + sparseGroups(problem); g++) {
    const block = chains.tokenBlocks[g];
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
  if (states) visit(states.first, states.values, token * paddedWidth(states.dimension), states.dimension);
}
