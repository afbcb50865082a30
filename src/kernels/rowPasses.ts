import { chunkRows } from "./costs.js";
import type { SharedMemory } from "./memory.js";
import { PASSES } from "./passes.js";
import { remember } from "./remember.js";
import type { ThreadPool } from "./threadPool.js";
import type { F32, F64, I32, SparseRows } from "./types.js";

/** Doubles of the rows that are scaled in one task. */
const SCALED_AT_A_TIME = 8192;

/** Rows of a dense product that a thread takes at a time. */
const ROWS_AT_A_TIME = 32;

/** Products with sparse and dense matrices, and rows that are scaled, over the kernels' memory. */
export class RowPasses {
  /** Operands of the pass that runs: GatherJob, ScaledJob or MultiplyJob of the compiled code. */
  private readonly job: I32;
  private readonly lambda: F64;
  private readonly chunks = new WeakMap<I32, I32>();

  constructor(
    private readonly shared: SharedMemory,
    private readonly pool: ThreadPool,
  ) {
    this.job = shared.int32(16);
    this.lambda = shared.float64(1);
  }

  /** @param row where each row is added to; null where the rows are written in order */
  gather(
    matrix: SparseRows,
    row: I32 | null,
    source: F64,
    out: F64,
    stride: number,
    pass: number = PASSES.gather,
  ): void {
    const chunks = remember(this.chunks, matrix.start, () => chunkRows(matrix, (length) => this.shared.int32(length)));
    const { start, index, rows } = matrix;
    this.job.set([start, index, source, out].map(this.at));
    this.job.set([8 * stride, this.at(chunks), row === null ? 0 : this.at(row)], 4);
    this.run(pass, chunks.length - 1, (start[rows] + rows) * stride);
  }

  /** out ← scale ∘ rows + λ x. @param x null for 0 */
  scale([scale, rows]: readonly [F64, F64], x: F64 | null, lambda: number, stride: number, out: F64): void {
    const chunk = Math.ceil(SCALED_AT_A_TIME / stride);
    this.lambda[0] = lambda;
    const operands = [this.at(scale), this.at(rows), x === null ? 0 : this.at(x), this.at(this.lambda), this.at(out)];
    this.job.set([scale.length, 8 * stride, ...operands, chunk]);
    if (scale.length > 0) this.run(PASSES.scaled, Math.ceil(scale.length / chunk), 2 * scale.length * stride);
  }

  multiply(X: F64, Y: F64, out: F64, { rows, inner, stride }: { rows: number; inner: number; stride: number }): void {
    const chunk = Math.min(ROWS_AT_A_TIME, Math.ceil(rows / this.pool.threads));
    this.job.set([this.at(X), inner, this.at(Y), this.at(out), 8 * stride, rows, chunk]);
    if (rows > 0) this.run(PASSES.multiply, Math.ceil(rows / chunk), rows * inner * stride);
  }

  /** Gives back what is kept for an array that is released. */
  forget(array: F64 | F32 | I32): void {
    const chunks = this.chunks.get(array as I32);
    if (chunks === undefined) return;
    this.chunks.delete(array as I32);
    this.shared.release(chunks);
  }

  private readonly at = (array: F64 | I32): number => this.shared.pointer(array);

  private run(pass: number, tasks: number, cost: number): void {
    this.pool.run({ pass, job: this.job.byteOffset, tasks }, cost);
  }
}
