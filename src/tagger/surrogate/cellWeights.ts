import { transpose } from "../../kernels/sparse.js";
import type { Arrays, SparseRows } from "../../kernels/types.js";
import type { Problem } from "../problem.js";
import { ByFrequency } from "./byFrequency.js";
import type { Cells } from "./cells.js";

/** The weights that any of the corpora's cells has, and which each cell of sparse features has. */
export interface CellWeights {
  /** Place in θ of each weight: those of sparse features, then all rows of token states with their padding. */
  readonly places: Int32Array;
  /** Weights of sparse features. */
  readonly sparse: number;
  /** Of each corpus: cells × weights, in the order of each block's features, and its transpose. */
  readonly matrices: readonly { readonly cellWeights: SparseRows; readonly weightCells: SparseRows }[];
}

type CorpusCells = { readonly problem: Problem; readonly cells: Cells };

/** @param corpora over one feature space */
export function weightsOf(corpora: readonly CorpusCells[], arrays: Arrays): CellWeights {
  const { shape, states } = corpora[0].problem;
  const { labels: C, stride } = shape;
  const features = states ? states.first : shape.features;
  // Features × C: the cells of each weight, and then −1 − its number.
  const table = new Int32Array(features * C);
  for (const one of corpora) countCells(one, table, C);
  const order = new ByFrequency();
  for (let i = 0; i < table.length; i++) if (table[i] > 0) order.count(table[i]);
  const sparse = order.begin();
  const places = new Int32Array(sparse + (states ? states.dimension * stride : 0));
  for (let j = sparse; j < places.length; j++) places[j] = features * stride + j - sparse;
  const matrices = corpora.map((one) => {
    const cellWeights = emptyRows(one, arrays);
    fillRows(cellWeights, one, { table, order, places, stride, labels: C });
    return { cellWeights, weightCells: transpose(cellWeights, sparse, arrays) };
  });
  return { places, sparse, matrices };
}

function countCells({ problem, cells }: CorpusCells, table: Int32Array, labels: number): void {
  const { rows, start, index } = problem.blockFeatures;
  const { blockStart, label } = cells;
  for (let b = 0; b < rows; b++) {
    const [from, to] = [blockStart[b], blockStart[b + 1]];
    if (from === to) continue;
    for (let i = start[b]; i < start[b + 1]; i++) {
      const row = index[i] * labels;
      for (let q = from; q < to; q++) table[row + label[q]]++;
    }
  }
}

/** A row for each cell with as many entries as its block has features. */
function emptyRows({ problem, cells }: CorpusCells, arrays: Arrays): SparseRows {
  const { rows: B, start: first } = problem.blockFeatures;
  const { blockStart, number } = cells;
  const rows = number.length;
  const start = arrays.int32(rows + 1);
  for (let b = 0; b < B; b++) {
    for (let q = blockStart[b]; q < blockStart[b + 1]; q++) start[number[q] + 1] = first[b + 1] - first[b];
  }
  for (let q = 0; q < rows; q++) start[q + 1] += start[q];
  return { rows, start, index: arrays.scratchInt32(start[rows]) };
}

interface Weights {
  readonly table: Int32Array;
  readonly order: ByFrequency;
  readonly places: Int32Array;
  readonly stride: number;
  readonly labels: number;
}

/** Writes each cell's weights, and gives those their numbers that have none yet. */
function fillRows(
  { start: first, index: out }: SparseRows,
  { problem, cells }: CorpusCells,
  { table, order, places, stride, labels }: Weights,
): void {
  const { rows, start, index } = problem.blockFeatures;
  const { blockStart, label, number } = cells;
  for (let b = 0; b < rows; b++) {
    for (let q = blockStart[b]; q < blockStart[b + 1]; q++) {
      const c = label[q];
      for (let i = start[b], at = first[number[q]]; i < start[b + 1]; i++, at++) {
        const entry = index[i] * labels + c;
        if (table[entry] > 0) {
          const weight = order.number(table[entry]);
          table[entry] = -1 - weight;
          places[weight] = index[i] * stride + c;
        }
        out[at] = -1 - table[entry];
      }
    }
  }
}
