import type { Arrays, SparseRows } from "./types.js";

/** The transpose, by counting sort; each row's columns come out ascending, so sums over it have one fixed order. */
export function transpose(
  matrix: SparseRows,
  columns: number,
  arrays: Pick<Arrays, "int32" | "scratchInt32">,
): SparseRows {
  const start = arrays.int32(columns + 1);
  const entries = matrix.start[matrix.rows];
  for (let i = 0; i < entries; i++) start[matrix.index[i] + 1]++;
  for (let c = 0; c < columns; c++) start[c + 1] += start[c];
  const next = Int32Array.from(start.subarray(0, columns));
  const index = arrays.scratchInt32(entries);
  for (let r = 0; r < matrix.rows; r++) {
    for (let i = matrix.start[r]; i < matrix.start[r + 1]; i++) index[next[matrix.index[i]]++] = r;
  }
  return { rows: columns, start, index };
}
