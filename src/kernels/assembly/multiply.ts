import { timesMatrix } from "./products";

/** Operands of a dense product, in the order in which the loader writes them. */
@unmanaged
export class MultiplyJob {
  X: usize;
  /** Doubles in a row of X, rows of Y. */
  inner: i32;
  Y: usize;
  out: usize;
  /** Of a row of Y and of out. */
  bytes: usize;
  rows: i32;
  /** Rows of a task. */
  chunk: i32;
}

/** out[r] ← x_rᵀ Y for the rows of one chunk. */
export function multiplyChunk(job: MultiplyJob, task: i32): void {
  const first = task * job.chunk;
  const end = min(first + job.chunk, job.rows);
  const inner = job.inner;
  const bytes: usize = job.bytes;
  const Y: usize = job.Y;
  for (let r = first; r < end; r++) {
    timesMatrix(job.X + ((<usize>r * <usize>inner) << 3), Y, bytes, inner, job.out + <usize>r * bytes);
  }
}
