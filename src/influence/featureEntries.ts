import type { Problem } from "../tagger/problem.js";

/** The rows of a weight vector that the tokens [start, end) read, token by token, and what each entry counts. */
export function entriesOf({ chains, blockFeatures, shape, scale, dense }: Problem, start: number, end: number) {
  const { groups, tokenBlocks } = chains;
  const tokenStart = new Int32Array(end - start + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (let t = start; t < end; t++) {
    for (let g = t * groups; g < (t + 1) * groups; g++) {
      const block = tokenBlocks[g];
      for (let i = blockFeatures.start[block]; i < blockFeatures.start[block + 1]; i++) {
        const column = blockFeatures.index[i];
        if (column < shape.features || dense === null) {
          columns.push(column);
          values.push(scale[column]);
          continue;
        }
        // A row column stands for the dimensions of one word's vector, at one offset.
        const { dimension: D, vectors: R, first, firstRow, E } = dense;
        const offset = Math.floor((column - firstRow) / R);
        const vector = (column - firstRow) % R;
        for (let d = 0; d < D; d++) {
          columns.push(first + offset * D + d);
          values.push(E[vector * D + d]);
        }
      }
    }
    tokenStart[t - start + 1] = columns.length;
  }
  return { tokenStart, columns, values };
}
