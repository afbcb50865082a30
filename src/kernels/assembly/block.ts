import { chunkEnd, chunkStart, VectorJob } from "./vectors";

/** Operands of a pass over blocks of K vectors: those of any pass over vectors, and then these. */
@unmanaged
export class BlockJob extends VectorJob {
  /** K; each table holds that many pointers to vectors. */
  columns: i32;
  xs: usize;
  ys: usize;
  outs: usize;
  /** Each thread's own rows of ROW bytes, K of them, `scratchBytes` apart. */
  scratch: usize;
  scratchBytes: i32;
}

/** Bytes of each vector that are worked on at a time: the first-level cache keeps two blocks of them. */
const ROW: usize = 1024;

@inline
function vector(table: usize, i: i32): usize {
  return load<u32>(table + (<usize>i << 2));
}

/** The sums Σ m x_i y_j of one chunk, K × K; without a metric, m = 1. */
export function gramChunk(job: BlockJob, chunk: i32, thread: i32): void {
  const K = job.columns;
  const row = <usize>job.scratch + <usize>(thread * job.scratchBytes);
  const sums = <usize>job.partials + (<usize>(chunk * job.sums) << 3);
  for (let i = 0; i < K * K; i++) store<f64>(sums + (<usize>i << 3), 0);
  const end = chunkEnd(job, chunk);
  for (let from = chunkStart(chunk); from < end; from += ROW) {
    const bytes = min(ROW, end - from);
    for (let i = 0; i < K; i++) {
      let x = vector(job.xs, i) + from;
      if (job.metric != 0) {
        for (let k: usize = 0; k < bytes; k += 16) {
          v128.store(row + k, f64x2.mul(v128.load(x + k), v128.load(<usize>job.metric + from + k)));
        }
        x = row;
      }
      const at = sums + (<usize>(i * K) << 3);
      for (let j = 0; j < K; j++) {
        const y = vector(job.ys, j) + from;
        let a = f64x2.splat(0.0), b = a;
        let k: usize = 0;
        for (; k + 32 <= bytes; k += 32) {
          a = f64x2.add(a, f64x2.mul(v128.load(x + k), v128.load(y + k)));
          b = f64x2.add(b, f64x2.mul(v128.load(x + k, 16), v128.load(y + k, 16)));
        }
        if (k < bytes) a = f64x2.add(a, f64x2.mul(v128.load(x + k), v128.load(y + k)));
        a = f64x2.add(a, b);
        const sum = at + (<usize>j << 3);
        store<f64>(sum, load<f64>(sum) + (f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1)));
      }
    }
  }
}

/** out_j ← m ∘ y_j + Σ_i c_ij x_i, the factors c row by row; without a metric, m = 1. The x_i and y_j may be the outs. */
export function combineChunk(job: BlockJob, chunk: i32, thread: i32): void {
  const K = job.columns;
  const scratch = <usize>job.scratch + <usize>(thread * job.scratchBytes);
  const end = chunkEnd(job, chunk);
  for (let from = chunkStart(chunk); from < end; from += ROW) {
    const bytes = min(ROW, end - from);
    for (let j = 0; j < K; j++) {
      const row = scratch + <usize>j * ROW;
      const y = vector(job.ys, j) + from;
      for (let k: usize = 0; k < bytes; k += 16) {
        let value = v128.load(y + k);
        if (job.metric != 0) value = f64x2.mul(value, v128.load(<usize>job.metric + from + k));
        v128.store(row + k, value);
      }
      for (let i = 0; i < K; i++) {
        const c = v128.load64_splat(<usize>job.factors + (<usize>(i * K + j) << 3));
        const x = vector(job.xs, i) + from;
        for (let k: usize = 0; k < bytes; k += 16) {
          v128.store(row + k, f64x2.add(v128.load(row + k), f64x2.mul(c, v128.load(x + k))));
        }
      }
    }
    for (let j = 0; j < K; j++) {
      const out = vector(job.outs, j) + from;
      const row = scratch + <usize>j * ROW;
      for (let k: usize = 0; k < bytes; k += 16) v128.store(out + k, v128.load(row + k));
    }
  }
}
