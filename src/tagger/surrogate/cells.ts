import { transpose } from "../../kernels/sparse.js";
import type { Arrays, Chains, I32, SparseRows } from "../../kernels/types.js";
import type { Problem } from "../problem.js";
import { sparseGroups } from "../states.js";
import { ByFrequency } from "./byFrequency.js";
import type { Nodes } from "./nodeList.js";
import { openTokens, type StateCells } from "./stateCells.js";

/**
 * A cell is a block with a label that some node has where the block is read. Behind these are the cells of token states, one for each
 * label of each open token, and then, of a CRF, those of transitions between an open token and a token next to it that has one label.
 */
export interface Cells {
  /**
   * Nodes × cells: what adds up to each node's logit. Where a node has no such transition it reads the cell behind all others, whose
   * score is 0: all rows have one length.
   */
  readonly nodeCells: SparseRows;
  /** Cells × nodes. */
  readonly cellNodes: SparseRows;
  /** Length blocks + 1: the first cell of each block, in a list of all cells of sparse features by block. */
  readonly blockStart: Int32Array;
  /** Of each cell of that list: its label, and its number. */
  readonly label: Int32Array;
  readonly number: Int32Array;
  /** Null without token states. */
  readonly states: StateCells | null;
  /** The first cell of transitions, labels by labels in rows of `stride`. */
  readonly transitions: number;
}

/** Transitions that a node may have out of its piece: from the token before, and to the one after. */
const OUTWARD = 2;

/** @param scratch for what is not read later */
export function cellsOf(problem: Problem, nodes: Nodes, arrays: Arrays, scratch: Arrays): Cells {
  const { chains, blockFeatures, shape } = problem;
  const { labels: C } = chains;
  const groups = sparseGroups(problem);
  // Blocks × C: the nodes of each cell, and then its number.
  const table = scratch.int32(blockFeatures.rows * C);
  countNodes(chains, nodes, groups, table);
  const byBlock = numbered(table, C, blockFeatures);
  const sparse = byBlock.label.length;
  const states = problem.states && openTokens(problem.states, nodes, C, arrays);
  const transitions = sparse + (states ? states.rows * shape.stride : 0);
  const isCrf = shape.kind === "crf";
  const count = transitions + (isCrf ? shape.labels * shape.stride : 0);
  const rows = nodes.label.length;
  const width = chains.groups + (isCrf ? OUTWARD : 0);
  const nodeCells = { rows, start: arrays.int32(rows + 1), index: arrays.scratchInt32(rows * width) };
  const row = { index: nodeCells.index, width };
  fillStarts(nodeCells.start, width);
  fillSparse(chains, nodes, groups, table, row);
  if (states) fillStates(nodes, shape.stride, { first: sparse, at: groups }, row);
  if (isCrf) fillOutward(nodes, shape.stride, { first: transitions, last: count }, row);
  // The last row is that of the cell behind all others.
  const cellNodes = { ...transpose(nodeCells, count + 1, arrays), rows: count };
  return { nodeCells, cellNodes, ...byBlock, states, transitions };
}

/** The cells of each node, `width` one after the other. */
interface NodeRows {
  readonly index: I32;
  readonly width: number;
}

/** Counts the nodes of each cell in a table of blocks × C. @param groups those of sparse features */
function countNodes(
  { groups: all, labels: C, tokenBlocks }: Chains,
  { token, nodeStart, label }: Nodes,
  groups: number,
  table: I32,
): void {
  for (let i = 0; i < token.length; i++) {
    const from = nodeStart[i];
    const past = nodeStart[i + 1];
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

/** Writes the cells of sparse features that each node reads. @param table blocks × C: the number of each cell */
function fillSparse(
  { groups: all, labels: C, tokenBlocks }: Chains,
  { token, nodeStart, label }: Nodes,
  groups: number,
  table: I32,
  { index, width }: NodeRows,
): void {
  for (let i = 0; i < token.length; i++) {
    const first = token[i] * all;
    for (let n = nodeStart[i]; n < nodeStart[i + 1]; n++) {
      const at = n * width;
      for (let g = 0; g < groups; g++) index[at + g] = table[tokenBlocks[first + g] * C + label[n]];
    }
  }
}

/** Writes the cells of states, from number `first` on, at place `at` of each row. */
function fillStates(
  { token, nodeStart, label }: Nodes,
  stride: number,
  { first, at }: { readonly first: number; readonly at: number },
  { index, width }: NodeRows,
): void {
  for (let i = 0; i < token.length; i++) {
    for (let n = nodeStart[i]; n < nodeStart[i + 1]; n++) index[n * width + at] = first + i * stride + label[n];
  }
}

/** Writes the cells of transitions out of pieces, from number `first` on, at the end of each row. @param last the cell behind all others */
function fillOutward(
  { pieceStart, before, after, nodeStart, label }: Nodes,
  stride: number,
  { first, last }: { readonly first: number; readonly last: number },
  { index, width }: NodeRows,
): void {
  for (let k = 0; k < before.length; k++) {
    const [start, end] = [pieceStart[k], pieceStart[k + 1]];
    for (let i = start; i < end; i++) {
      const from = i === start ? before[k] : -1;
      const to = i === end - 1 ? after[k] : -1;
      for (let n = nodeStart[i]; n < nodeStart[i + 1]; n++) {
        const at = (n + 1) * width - OUTWARD;
        index[at] = from < 0 ? last : first + from * stride + label[n];
        index[at + 1] = to < 0 ? last : first + label[n] * stride + to;
      }
    }
  }
}

/**
 * The cells of a table of how many nodes each has, which is overwritten with their numbers: rows of nodes and rows of weights follow one
 * another by their length.
 */
function numbered(
  table: I32,
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
  table: I32,
  labels: number,
  { rows, start }: Pick<SparseRows, "rows" | "start">,
): void {
  for (let b = 0, at = 0; b < rows; b++) {
    const features = start[b + 1] - start[b];
    for (const end = at + labels; at < end; at++) if (table[at] > 0) order.count(table[at], features);
  }
}
