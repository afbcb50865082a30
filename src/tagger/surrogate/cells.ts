import { transpose } from "../../kernels/sparse.js";
import type { I32, SparseRows } from "../../kernels/types.js";
import type { Problem } from "../problem.js";
import { sparseGroups } from "../states.js";
import type { Nodes } from "./nodeList.js";
import { openTokens, type StateCells } from "./stateCells.js";

/**
 * A cell is a block with a label that some node has where the block is read. Cells are numbered by block; those of token states
 * are behind them, one for each label of each open token.
 */
export interface Cells {
  /** Nodes × cells: what adds up to each node's logit. None for tokens that have one label. */
  readonly nodeCells: SparseRows;
  /** Cells × nodes. */
  readonly cellNodes: SparseRows;
  /** Length blocks + 1: the first cell of each block. */
  readonly cellStart: Int32Array;
  /** The label of each cell of sparse features. */
  readonly cellLabel: Int32Array;
  /** Null without token states. */
  readonly states: StateCells | null;
}

type Allocate = (length: number) => I32;

export function cellsOf(problem: Problem, nodes: Nodes, int32: Allocate): Cells {
  const { chains, blockFeatures, shape } = problem;
  const { groups, labels: C, tokenBlocks } = chains;
  const G = sparseGroups(problem);
  const { token, nodeStart, label } = nodes;
  const B = blockFeatures.rows;
  // B × C: 1 for a cell, and then its number and 1.
  const cellOf = new Int32Array(B * C);
  const nodeCellStart = int32(label.length + 1);
  for (let i = 0; i < token.length; i++) {
    const isOpen = nodeStart[i + 1] - nodeStart[i] > 1;
    for (let n = nodeStart[i]; n < nodeStart[i + 1]; n++) {
      nodeCellStart[n + 1] = nodeCellStart[n] + (isOpen ? groups : 0);
      if (!isOpen) continue;
      for (let g = 0; g < G; g++) cellOf[tokenBlocks[token[i] * groups + g] * C + label[n]] = 1;
    }
  }
  const { start: cellStart, column: cellLabel } = numbered(cellOf, B, C);
  const states = problem.states && openTokens(problem.states, nodes, C, int32);
  const nodeCellIndex = int32(nodeCellStart[label.length]);
  for (let i = 0, open = 0; i < token.length; i++) {
    for (let n = nodeStart[i]; n < nodeStart[i + 1]; n++) {
      const at = nodeCellStart[n];
      // None where the token has one label.
      if (at === nodeCellStart[n + 1]) continue;
      for (let g = 0; g < G; g++) nodeCellIndex[at + g] = cellOf[tokenBlocks[token[i] * groups + g] * C + label[n]] - 1;
      if (states) nodeCellIndex[at + G] = cellLabel.length + open * shape.stride + label[n];
    }
    if (nodeStart[i + 1] - nodeStart[i] > 1) open++;
  }
  const nodeCells = { rows: label.length, start: nodeCellStart, index: nodeCellIndex };
  const count = cellLabel.length + (states ? states.rows * shape.stride : 0);
  return { nodeCells, cellNodes: transpose(nodeCells, count, int32), cellStart, cellLabel, states };
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

/** The weights that any of the corpora's cells has, and which each cell of sparse features has. */
export interface CellWeights {
  /** Place in θ of each weight, ascending: those of sparse features, then all rows of token states with their padding. */
  readonly places: Int32Array;
  /** Weights of sparse features. */
  readonly sparse: number;
  /** Of each corpus: cells × weights, and its transpose. */
  readonly matrices: readonly { readonly cellWeights: SparseRows; readonly weightCells: SparseRows }[];
}

/** @param corpora over one feature space */
export function weightsOf(
  corpora: readonly { readonly problem: Problem; readonly cells: Cells }[],
  int32: Allocate,
): CellWeights {
  const { shape, states } = corpora[0].problem;
  const { labels: C, stride } = shape;
  const features = states ? states.first : shape.features;
  // Features × C: 1 for a weight, and then its number and 1.
  const weightOf = new Int32Array(features * C);
  for (const { problem, cells } of corpora) {
    eachCell(problem.blockFeatures, cells, (features, start, end, label) => {
      for (let j = start; j < end; j++) weightOf[features[j] * C + label] = 1;
    });
  }
  const { start, column: sparse } = numbered(weightOf, features, C);
  const dense = states ? states.dimension * stride : 0;
  const places = new Int32Array(sparse.length + dense).map((_, j) => features * stride + j - sparse.length);
  places.set(sparse);
  for (let f = 0; f < features; f++) for (let j = start[f]; j < start[f + 1]; j++) places[j] += f * stride;
  const matrices = corpora.map(({ problem, cells }) => {
    const cellWeights = rowsByBlock(problem.blockFeatures, cells, int32);
    fillRows(cellWeights, problem.blockFeatures, cells, weightOf, C);
    return { cellWeights, weightCells: transpose(cellWeights, sparse.length, int32) };
  });
  return { places, sparse: sparse.length, matrices };
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
