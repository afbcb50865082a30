import { chunkEnd, chunkStart, total, VectorJob } from "./vectors";

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

/** The sums Σ m x_i y_j of one chunk for j ≥ i, K × K; without a metric, m = 1. The others, which are the same, stay 0. */
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
      let j = i;
      for (; j + 2 <= K; j += 2) {
        addProducts(at + (<usize>j << 3), x, vector(job.ys, j) + from, vector(job.ys, j + 1) + from, bytes);
      }
      if (j < K) addProduct(at + (<usize>j << 3), x, vector(job.ys, j) + from, bytes);
    }
  }
}

/** at[0] += Σ x y, at[1] += Σ x z: each number of x is loaded once. */
@inline
function addProducts(at: usize, x: usize, y: usize, z: usize, bytes: usize): void {
  let a = f64x2.splat(0.0), b = a;
  for (let k: usize = 0; k < bytes; k += 16) {
    const one = v128.load(x + k);
    a = f64x2.add(a, f64x2.mul(one, v128.load(y + k)));
    b = f64x2.add(b, f64x2.mul(one, v128.load(z + k)));
  }
  const both = f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
  v128.store(at, f64x2.add(v128.load(at), both));
}

/** at[0] += Σ x y */
@inline
function addProduct(at: usize, x: usize, y: usize, bytes: usize): void {
  let a = f64x2.splat(0.0);
  for (let k: usize = 0; k < bytes; k += 16) a = f64x2.add(a, f64x2.mul(v128.load(x + k), v128.load(y + k)));
  store<f64>(at, load<f64>(at) + total(a));
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
      let i = 0;
      for (; i + 5 <= K; i += 5) addFive(job, row, i, j, from, bytes);
      for (; i < K; i++) {
        const c = coefficient(job, i, j);
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

@inline
function coefficient(job: BlockJob, i: i32, j: i32): v128 {
  return v128.load64_splat(<usize>job.factors + (<usize>(i * job.columns + j) << 3));
}

/** row += c_ij x_i for five i from the given one on, so that the row is loaded and stored once for all. */
@inline
function addFive(job: BlockJob, row: usize, i: i32, j: i32, from: usize, bytes: usize): void {
  const a = coefficient(job, i, j), b = coefficient(job, i + 1, j);
  const c = coefficient(job, i + 2, j), d = coefficient(job, i + 3, j);
  const w = vector(job.xs, i) + from, x = vector(job.xs, i + 1) + from;
  const y = vector(job.xs, i + 2) + from, z = vector(job.xs, i + 3) + from;
  const e = coefficient(job, i + 4, j), last = vector(job.xs, i + 4) + from;
  for (let k: usize = 0; k < bytes; k += 16) {
    let sum = f64x2.add(v128.load(row + k), f64x2.mul(a, v128.load(w + k)));
    sum = f64x2.add(sum, f64x2.mul(b, v128.load(x + k)));
    sum = f64x2.add(sum, f64x2.mul(c, v128.load(y + k)));
    sum = f64x2.add(sum, f64x2.mul(d, v128.load(z + k)));
    v128.store(row + k, f64x2.add(sum, f64x2.mul(e, v128.load(last + k))));
  }
}
