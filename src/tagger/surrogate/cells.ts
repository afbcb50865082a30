import { transpose } from "../../kernels/sparse.js";
import type { Arrays, Chains, I32, SparseRows } from "../../kernels/types.js";
import type { Problem } from "../problem.js";
import { sparseGroups } from "../states.js";
import { ByFrequency } from "./byFrequency.js";
import type { Nodes } from "./nodeList.js";
import { openTokens, type StateCells } from "./stateCells.js";

/**
 * A cell is a block with a label that some node of an open token, one with several labels, has where the block is read. Cells of token
 * states are behind them, one for each label of each open token.
 */
export interface Cells {
  /**
   * Nodes × cells: what adds up to each node's logit. Nodes of tokens that have one label read the cell behind all others, whose
   * score is 0: all rows have one length.
   */
  readonly nodeCells: SparseRows;
  /** Cells × nodes, those of open tokens. */
  readonly cellNodes: SparseRows;
  /** Length blocks + 1: the first cell of each block, in a list of all cells of sparse features by block. */
  readonly blockStart: Int32Array;
  /** Of each cell of that list: its label, and its number. */
  readonly label: Int32Array;
  readonly number: Int32Array;
  /** Null without token states. */
  readonly states: StateCells | null;
}

export function cellsOf(problem: Problem, nodes: Nodes, arrays: Arrays): Cells {
  const { chains, blockFeatures, shape } = problem;
  const { labels: C } = chains;
  const groups = sparseGroups(problem);
  // Blocks × C: the nodes of each cell, and then its number.
  const table = new Int32Array(blockFeatures.rows * C);
  countNodes(chains, nodes, groups, table);
  const byBlock = numbered(table, C, blockFeatures);
  const sparse = byBlock.label.length;
  const states = problem.states && openTokens(problem.states, nodes, C, arrays);
  const count = sparse + (states ? states.rows * shape.stride : 0);
  const rows = nodes.label.length;
  const nodeCells = {
    rows,
    start: arrays.int32(rows + 1),
    index: arrays.scratchInt32(rows * chains.groups),
  };
  fillStarts(nodeCells.start, chains.groups);
  fillSparse(chains, nodes, groups, { table, last: count }, nodeCells.index);
  if (states) fillStates(chains, nodes, groups, { first: sparse, stride: shape.stride, last: count }, nodeCells.index);
  // The last row is that of the cell behind all others.
  const cellNodes = { ...transpose(nodeCells, count + 1, arrays), rows: count };
  return { nodeCells, cellNodes, ...byBlock, states };
}

/** Counts the nodes of each cell in a table of blocks × C. @param groups those of sparse features */
function countNodes(
  { groups: all, labels: C, tokenBlocks }: Chains,
  { token, nodeStart, label }: Nodes,
  groups: number,
  table: Int32Array,
): void {
  for (let i = 0; i < token.length; i++) {
    const from = nodeStart[i];
    const past = nodeStart[i + 1];
    if (past - from === 1) continue;
    for (let g = token[i] * all, end = g + groups; g < end; g++) {
      const row = tokenBlocks[g] * C;
      for (let n = from; n < past; n++) table[row + label[n]]++;
    }
  }
}

/** Rows of one length. */
function fillStarts(start: I32, length: number): void {
  for (let row = 1; row < start.length; row++) start[row] = row * length;
}

/** Writes the cells of sparse features that each node reads. @param last the cell behind all others */
function fillSparse(
  { groups: all, labels: C, tokenBlocks }: Chains,
  { token, nodeStart, label }: Nodes,
  groups: number,
  { table, last }: { readonly table: Int32Array; readonly last: number },
  index: I32,
): void {
  for (let i = 0; i < token.length; i++) {
    const from = nodeStart[i];
    const past = nodeStart[i + 1];
    const isOpen = past - from > 1;
    const first = token[i] * all;
    for (let n = from; n < past; n++) {
      const at = n * all;
      for (let g = 0; g < groups; g++) index[at + g] = isOpen ? table[tokenBlocks[first + g] * C + label[n]] : last;
    }
  }
}

/** Writes the cells of states, which stand behind those of sparse features. */
function fillStates(
  { groups: all }: Chains,
  { token, nodeStart, label }: Nodes,
  groups: number,
  { first, stride, last }: { readonly first: number; readonly stride: number; readonly last: number },
  index: I32,
): void {
  for (let i = 0, open = 0; i < token.length; i++) {
    const isOpen = nodeStart[i + 1] - nodeStart[i] > 1;
    for (let n = nodeStart[i]; n < nodeStart[i + 1]; n++) {
      index[n * all + groups] = isOpen ? first + open * stride + label[n] : last;
    }
    if (isOpen) open++;
  }
}

/**
 * The cells of a table of how many nodes each has, which is overwritten with their numbers: rows of nodes and rows of weights follow one
 * another by their length.
 */
function numbered(
  table: Int32Array,
  labels: number,
  { rows, start }: SparseRows,
): Pick<Cells, "blockStart" | "label" | "number"> {
  const order = new ByFrequency();
  countCells(order, table, labels, { rows, start });
  const cells = order.begin();
  const [blockStart, label, number] = [new Int32Array(rows + 1), new Int32Array(cells), new Int32Array(cells)];
  for (let b = 0, q = 0; b < rows; b++) {
    const features = start[b + 1] - start[b];
    for (let c = 0; c < labels; c++) {
      const nodes = table[b * labels + c];
      if (nodes === 0) continue;
      label[q] = c;
      number[q] = order.number(nodes, features);
      table[b * labels + c] = number[q++];
    }
    blockStart[b + 1] = q;
  }
  return { blockStart, label, number };
}

function countCells(
  order: ByFrequency,
  table: Int32Array,
  labels: number,
  { rows, start }: Pick<SparseRows, "rows" | "start">,
): void {
  for (let b = 0, at = 0; b < rows; b++) {
    const features = start[b + 1] - start[b];
    for (const end = at + labels; at < end; at++) if (table[at] > 0) order.count(table[at], features);
  }
}
