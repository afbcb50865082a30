import { transpose } from "../../kernels/sparse.js";
import type { Arrays, I32, SparseRows } from "../../kernels/types.js";
import type { Problem } from "../problem.js";
import { ByFrequency } from "./byFrequency.js";
import type { Cells } from "./cells.js";

/** The weights that any of the corpora's cells has, and which each cell of sparse features has. */
export interface CellWeights {
  /** Place in θ of each weight: those of sparse features, then all rows of token states with their padding. */
  readonly places: Int32Array;
  /** Weights of sparse features. */
  readonly sparse: number;
  readonly matrices: readonly CorpusWeights[];
}

/** The weights of one corpus's cells: they have numbers from `first` on, so that a small corpus costs what is its own. */
export interface CorpusWeights {
  /** A multiple of WEIGHTS_A_LINE; 0 of the first corpus. */
  readonly first: number;
  /** Cells × (weights − first), in the order of each block's features. */
  readonly cellWeights: SparseRows;
  /** Its transpose. */
  readonly weightCells: SparseRows;
}

/** Doubles of a cache line, on which a vector's tail may begin. */
const WEIGHTS_A_LINE = 8;

type CorpusCells = { readonly problem: Problem; readonly cells: Cells };

/**
 * Numbers the weights. Those of one corpus alone come first, then those that the second one has as well, and so on; within
 * each of these groups they are in order of how many cells have them.
 *
 * @param corpora over one feature space, the largest first
 * @param scratch for what is not read later
 */
export function weightsOf(corpora: readonly CorpusCells[], arrays: Arrays, scratch: Arrays): CellWeights {
  const { shape, states } = corpora[0].problem;
  const { labels: C, stride } = shape;
  const features = states ? states.first : shape.features;
  // Features × C: the cells of each weight, and then −1 − its number; and the last of the corpora that has it.
  const table = scratch.int32(features * C);
  const group = new Uint8Array(features * C);
  corpora.forEach((one, number) => {
    countCells(one, number, table, group, C);
  });
  const orders = corpora.map(() => new ByFrequency());
  countWeights(orders, table, group);
  let sparse = 0;
  for (const order of orders) sparse = order.begin(sparse);
  const places = new Int32Array(sparse + (states ? states.dimension * stride : 0));
  for (let j = sparse; j < places.length; j++) places[j] = features * stride + j - sparse;
  const numbering = { table, group, orders, places, stride, labels: C };
  const matrices = corpora.map((one, number) => {
    const cellWeights = emptyRows(one, arrays);
    const { index } = cellWeights;
    const lowest = fillRows(cellWeights, one, numbering);
    const first = number === 0 ? 0 : Math.min(lowest, sparse) - (Math.min(lowest, sparse) % WEIGHTS_A_LINE);
    if (first > 0) shift(index, first);
    return { first, cellWeights, weightCells: transpose(cellWeights, sparse - first, arrays) };
  });
  return { places, sparse, matrices };
}

function countWeights(orders: readonly ByFrequency[], table: I32, group: Uint8Array): void {
  for (let i = 0; i < table.length; i++) if (table[i] > 0) orders[group[i]].count(table[i]);
}

function shift(numbers: I32, by: number): void {
  for (let i = 0; i < numbers.length; i++) numbers[i] -= by;
}

function countCells(
  { problem, cells }: CorpusCells,
  number: number,
  table: I32,
  group: Uint8Array,
  labels: number,
): void {
  const { rows, start, index } = problem.blockFeatures;
  const { blockStart, label } = cells;
  for (let b = 0; b < rows; b++) {
    const [from, to] = [blockStart[b], blockStart[b + 1]];
    if (from === to) continue;
    for (let i = start[b]; i < start[b + 1]; i++) {
      const row = index[i] * labels;
      for (let q = from; q < to; q++) {
        table[row + label[q]]++;
        // As it is at first, and most weights stay.
        if (number > 0) group[row + label[q]] = number;
      }
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
  addUp(start);
  return { rows, start, index: arrays.scratchInt32(start[rows]) };
}

/** Lengths of rows to where they start. */
function addUp(start: I32): void {
  for (let q = 1; q < start.length; q++) start[q] += start[q - 1];
}

interface Numbering {
  readonly table: I32;
  readonly group: Uint8Array;
  readonly orders: readonly ByFrequency[];
  readonly places: Int32Array;
  readonly stride: number;
  readonly labels: number;
}

/** Writes each cell's weights, and gives those their numbers that have none yet. Returns the lowest number; ∞ without cells. */
function fillRows(
  { start: first, index: out }: SparseRows,
  { problem, cells }: CorpusCells,
  { table, group, orders, places, stride, labels }: Numbering,
): number {
  const { rows, start, index } = problem.blockFeatures;
  const { blockStart, label, number } = cells;
  let lowest = Number.POSITIVE_INFINITY;
  for (let b = 0; b < rows; b++) {
    for (let q = blockStart[b]; q < blockStart[b + 1]; q++) {
      const c = label[q];
      for (let i = start[b], at = first[number[q]]; i < start[b + 1]; i++, at++) {
        const entry = index[i] * labels + c;
        if (table[entry] > 0) {
          const weight = orders[group[entry]].number(table[entry]);
          table[entry] = -1 - weight;
          places[weight] = index[i] * stride + c;
        }
        const weight = -1 - table[entry];
        if (weight < lowest) lowest = weight;
        out[at] = weight;
      }
    }
  }
  return lowest;
}
