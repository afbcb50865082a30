import type { AddedRows, F64, SparseRows } from "./types.js";

export function gatherRows(matrix: SparseRows, source: F64, out: F64, stride: number): void {
  const { rows, start, index } = matrix;
  for (let r = 0; r < rows; r++) {
    const row = r * stride;
    for (let c = 0; c < stride; c++) out[row + c] = 0;
    for (let i = start[r]; i < start[r + 1]; i++) {
      const column = index[i] * stride;
      for (let c = 0; c < stride; c++) out[row + c] += source[column + c];
    }
  }
}

/** Rows of fewer numbers are added up in order. */
const MANY = 8;

export function gatherNumbers({ rows, start, index }: SparseRows, source: F64, out: F64): void {
  for (let r = 0; r < rows; r++) {
    let i = start[r];
    const end = start[r + 1];
    let [a, b, c, d] = [0, 0, 0, 0];
    for (; end - start[r] >= MANY && i + 4 <= end; i += 4) {
      a += source[index[i]];
      b += source[index[i + 1]];
      c += source[index[i + 2]];
      d += source[index[i + 3]];
    }
    for (; i < end; i++) a += source[index[i]];
    out[r] = a + b + (c + d);
  }
}

export function addRows({ rows, start, index, row }: AddedRows, source: F64, out: F64, stride: number): void {
  for (let r = 0; r < rows; r++) {
    const at = row[r] * stride;
    for (let i = start[r]; i < start[r + 1]; i++) {
      const column = index[i] * stride;
      for (let c = 0; c < stride; c++) out[at + c] += source[column + c];
    }
  }
}
