import { transpose } from "../../kernels/sparse.js";
import type { I32, SparseRows } from "../../kernels/types.js";
import type { Problem } from "../problem.js";
import type { Nodes } from "./nodeList.js";

/** A cell is a block with a label that some node has where the block is read. Cells are numbered by block. */
export interface Cells {
  /** Nodes × cells: what adds up to each node's logit. None for tokens that have one label. */
  readonly nodeCells: SparseRows;
  /** Cells × nodes. */
  readonly cellNodes: SparseRows;
  /** Length blocks + 1: the first cell of each block. */
  readonly cellStart: Int32Array;
  /** The label of each cell. */
  readonly cellLabel: Int32Array;
}

type Allocate = (length: number) => I32;

export function cellsOf({ chains, blockFeatures }: Problem, nodes: Nodes, int32: Allocate): Cells {
  const { groups: G, labels: C, tokenBlocks } = chains;
  const { token, nodeStart, label } = nodes;
  const B = blockFeatures.rows;
  // B × C: 1 for a cell, and then its number and 1.
  const cellOf = new Int32Array(B * C);
  const nodeCellStart = int32(label.length + 1);
  for (let i = 0; i < token.length; i++) {
    const isOpen = nodeStart[i + 1] - nodeStart[i] > 1;
    for (let n = nodeStart[i]; n < nodeStart[i + 1]; n++) {
      nodeCellStart[n + 1] = nodeCellStart[n] + (isOpen ? G : 0);
      if (!isOpen) continue;
      for (let g = 0; g < G; g++) cellOf[tokenBlocks[token[i] * G + g] * C + label[n]] = 1;
    }
  }
  const { start: cellStart, column: cellLabel } = numbered(cellOf, B, C);
  const nodeCellIndex = int32(nodeCellStart[label.length]);
  for (let i = 0; i < token.length; i++) {
    for (let n = nodeStart[i]; n < nodeStart[i + 1]; n++) {
      const at = nodeCellStart[n];
      // None where the token has one label.
      for (let g = 0; at + g < nodeCellStart[n + 1]; g++) {
        nodeCellIndex[at + g] = cellOf[tokenBlocks[token[i] * G + g] * C + label[n]] - 1;
      }
    }
  }
  const nodeCells = { rows: label.length, start: nodeCellStart, index: nodeCellIndex };
  return { nodeCells, cellNodes: transpose(nodeCells, cellLabel.length, int32), cellStart, cellLabel };
}

/** Numbers the entries of a table that are not 0, row by row, from 1. Returns where each row starts and each one's column. */
function numbered(table: Int32Array, rows: number, columns: number): { start: Int32Array; column: Int32Array } {
  const start = new Int32Array(rows + 1);
  const column = new Int32Array(table.length);
  let count = 0;
  for (let r = 0; r < rows; r++) {
    const row = r * columns;
    for (let c = 0; c < columns; c++) {
      if (table[row + c] === 0) continue;
      column[count++] = c;
      table[row + c] = count;
    }
    start[r + 1] = count;
  }
  return { start, column: column.slice(0, count) };
}

/** The weights that any of the corpora's cells has, and which each cell has. */
export interface CellWeights {
  /** Place in θ of each weight, ascending. */
  readonly places: Int32Array;
  /** Of each corpus: cells × weights, and its transpose. */
  readonly matrices: readonly { readonly cellWeights: SparseRows; readonly weightCells: SparseRows }[];
}

/** @param corpora over one feature space */
export function weightsOf(
  corpora: readonly { readonly problem: Problem; readonly cells: Cells }[],
  int32: Allocate,
): CellWeights {
  const { features, labels: C, stride } = corpora[0].problem.shape;
  // Features × C: 1 for a weight, and then its number and 1.
  const weightOf = new Int32Array(features * C);
  for (const { problem, cells } of corpora) {
    eachCell(problem.blockFeatures, cells, (features, start, end, label) => {
      for (let j = start; j < end; j++) weightOf[features[j] * C + label] = 1;
    });
  }
  const { start, column: places } = numbered(weightOf, features, C);
  for (let f = 0; f < features; f++) for (let j = start[f]; j < start[f + 1]; j++) places[j] += f * stride;
  const matrices = corpora.map(({ problem, cells }) => {
    const cellWeights = rowsByBlock(problem.blockFeatures, cells, int32);
    fillRows(cellWeights, problem.blockFeatures, cells, weightOf, C);
    return { cellWeights, weightCells: transpose(cellWeights, places.length, int32) };
  });
  return { places, matrices };
}

/** Writes each cell's weights, ascending. */
function fillRows(
  { index }: SparseRows,
  blocks: SparseRows,
  { cellStart, cellLabel }: Cells,
  weightOf: Int32Array,
  labels: number,
): void {
  let features = new Int32Array(0);
  let at = 0;
  for (let b = 0; b < blocks.rows; b++) {
    if (cellStart[b] === cellStart[b + 1]) continue;
    const from = blocks.start[b];
    const count = blocks.start[b + 1] - from;
    if (count > features.length) features = new Int32Array(2 * count);
    // By insertion: there are some five.
    for (let i = 0; i < count; i++) {
      const f = blocks.index[from + i];
      let j = i;
      for (; j > 0 && features[j - 1] > f; j--) features[j] = features[j - 1];
      features[j] = f;
    }
    for (let q = cellStart[b]; q < cellStart[b + 1]; q++) {
      for (let i = 0; i < count; i++) index[at++] = weightOf[features[i] * labels + cellLabel[q]] - 1;
    }
  }
}

/** Calls with each cell's label and its block's features, features[start … end). */
function eachCell(
  { rows, start, index }: SparseRows,
  { cellStart, cellLabel }: Cells,
  visit: (features: I32, start: number, end: number, label: number) => void,
): void {
  for (let b = 0; b < rows; b++) {
    for (let q = cellStart[b]; q < cellStart[b + 1]; q++) visit(index, start[b], start[b + 1], cellLabel[q]);
  }
}

/** A row for each cell with as many entries as its block has features. */
function rowsByBlock(blocks: SparseRows, { cellStart, cellLabel }: Cells, int32: Allocate): SparseRows {
  const start = int32(cellLabel.length + 1);
  for (let b = 0; b < blocks.rows; b++) {
    for (let q = cellStart[b]; q < cellStart[b + 1]; q++)
      start[q + 1] = start[q] + blocks.start[b + 1] - blocks.start[b];
  }
  return { rows: cellLabel.length, start, index: int32(start[cellLabel.length]) };
}
