import { GrowingInts } from "../../corpus/growing.js";
import { transpose } from "../../kernels/sparse.js";
import type { I32, SparseRows } from "../../kernels/types.js";
import type { Problem } from "../problem.js";
import type { Nodes } from "./nodes.js";

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
  const isOpen = (i: number) => nodeStart[i + 1] - nodeStart[i] > 1;
  const open = Int32Array.from(token.keys()).filter(isOpen);
  // Row o holds the block that token open[⌊o / G⌋] reads in group o mod G.
  const index = new Int32Array(open.length * G);
  open.forEach((i, at) => {
    index.set(tokenBlocks.subarray(token[i] * G, (token[i] + 1) * G), at * G);
  });
  const start = new Int32Array(index.length + 1).map((_, o) => o);
  const heap = (length: number) => new Int32Array(length);
  const readers = transpose({ rows: index.length, start, index }, blockFeatures.rows, heap);
  const nodeCellStart = int32(label.length + 1);
  for (let i = 0; i < token.length; i++) {
    for (let n = nodeStart[i]; n < nodeStart[i + 1]; n++) nodeCellStart[n + 1] = nodeCellStart[n] + (isOpen(i) ? G : 0);
  }
  const nodeCellIndex = int32(nodeCellStart[label.length]);
  const cellStart = new Int32Array(blockFeatures.rows + 1);
  const cellLabel = new GrowingInts();
  /** The last cell with each label. */
  const cellOf = new Int32Array(C).fill(-1);
  for (let b = 0; b < blockFeatures.rows; b++) {
    cellStart[b] = cellLabel.length;
    for (let r = readers.start[b]; r < readers.start[b + 1]; r++) {
      const o = readers.index[r];
      const i = open[Math.floor(o / G)];
      for (let n = nodeStart[i]; n < nodeStart[i + 1]; n++) {
        if (cellOf[label[n]] < cellStart[b]) {
          cellOf[label[n]] = cellLabel.length;
          cellLabel.push(label[n]);
        }
        nodeCellIndex[nodeCellStart[n] + (o % G)] = cellOf[label[n]];
      }
    }
  }
  cellStart[blockFeatures.rows] = cellLabel.length;
  const nodeCells = { rows: label.length, start: nodeCellStart, index: nodeCellIndex };
  const cellNodes = transpose(nodeCells, cellLabel.length, int32);
  return { nodeCells, cellNodes, cellStart, cellLabel: cellLabel.trimmed() };
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
  const cellWeights = corpora.map(({ problem, cells }) => rowsByBlock(problem.blockFeatures, cells, int32));
  /** How many features of each block have had their weights numbered. */
  const filled = corpora.map(({ problem }) => new Int32Array(problem.blockFeatures.rows));
  const places = new GrowingInts();
  const weightOf = new Int32Array(C);
  for (let f = 0; f < features; f++) {
    weightOf.fill(-1);
    for (const { problem, cells } of corpora) {
      const { start, index } = problem.featureBlocks;
      for (let j = start[f]; j < start[f + 1]; j++) {
        for (let q = cells.cellStart[index[j]]; q < cells.cellStart[index[j] + 1]; q++)
          weightOf[cells.cellLabel[q]] = 0;
      }
    }
    for (let c = 0; c < C; c++) {
      if (weightOf[c] < 0) continue;
      weightOf[c] = places.length;
      places.push(f * stride + c);
    }
    for (const [i, { problem, cells }] of corpora.entries()) {
      const { start, index } = problem.featureBlocks;
      for (let j = start[f]; j < start[f + 1]; j++) {
        const b = index[j];
        const at = filled[i][b]++;
        for (let q = cells.cellStart[b]; q < cells.cellStart[b + 1]; q++) {
          cellWeights[i].index[cellWeights[i].start[q] + at] = weightOf[cells.cellLabel[q]];
        }
      }
    }
  }
  return {
    places: places.trimmed(),
    matrices: cellWeights.map((rows) => ({ cellWeights: rows, weightCells: transpose(rows, places.length, int32) })),
  };
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
