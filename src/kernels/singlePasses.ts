import type { SharedMemory } from "./memory.js";
import { PASSES } from "./passes.js";
import { addChunks, type Contraction, paddedWidth, type Singles, transposeTo } from "./singles.js";
import type { ThreadPool } from "./threadPool.js";
import type { F32, F64, I32 } from "./types.js";

/** Words of a SinglesJob of assembly/singles.ts. */
const WORDS = 13;
/** Rows of a product that a thread takes at a time. */
const ROWS_AT_A_TIME = 256;

/** Products with a matrix of 32-bit numbers, over the kernels' memory. */
export class SinglePasses {
  private readonly job: I32;
  private partial: F64;
  /** The other factor of a product, transposed. */
  private lines: F64;

  constructor(
    private readonly shared: SharedMemory,
    private readonly pool: ThreadPool,
  ) {
    this.job = shared.int32(WORDS);
    this.partial = shared.float64(0);
    this.lines = shared.float64(0);
  }

  multiply(matrix: Singles, Y: F64, out: F64, stride: number): void {
    const { rows, dimension, cells } = matrix;
    if (rows === 0) return;
    if (cells) {
      this.lines = this.shared.atLeast(this.lines, stride * paddedWidth(dimension));
      transposeTo(this.lines, matrix, Y, stride);
    }
    this.write(matrix, [cells ? this.lines : Y, out], stride, [ROWS_AT_A_TIME, 0, 0, 0]);
    const pass = cells ? PASSES.multiplyCells : PASSES.multiplySingles;
    this.run(pass, Math.ceil(rows / ROWS_AT_A_TIME), matrix, stride);
  }

  contract(matrix: Singles, G: F64, out: F64, contraction: Contraction): void {
    const { labels, stride, chunkStart, squared = false } = contraction;
    const chunks = chunkStart.length - 1;
    this.partial = this.shared.atLeast(this.partial, chunks * labels * paddedWidth(matrix.dimension));
    this.write(matrix, [G, this.partial], stride, [0, this.at(chunkStart), labels, squared ? 1 : 0]);
    this.run(matrix.cells ? PASSES.contractCells : PASSES.contractSingles, chunks, matrix, labels);
    addChunks(this.partial, matrix, contraction, out);
  }

  /** The operands of a pass, in the order of SinglesJob. */
  private write(
    { rows, dimension, values, cells }: Singles,
    [Y, out]: readonly [F64, F64],
    stride: number,
    more: readonly number[],
  ): void {
    const labels = cells ? [this.at(cells.start), this.at(cells.label)] : [0, 0];
    const matrix = [this.at(values), 4 * paddedWidth(dimension), rows, dimension];
    this.job.set([...matrix, this.at(Y), this.at(out), 8 * stride, ...more, ...labels]);
  }

  private run(pass: number, tasks: number, { rows, dimension, cells }: Singles, labels: number): void {
    const entries = cells ? cells.start[rows] : rows * labels;
    this.pool.run({ pass, job: this.job.byteOffset, tasks }, entries * dimension);
  }

  private readonly at = (array: F64 | F32 | I32): number => this.shared.pointer(array);
}
