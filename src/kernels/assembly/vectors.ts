/** Operands of a pass over vectors, in the order in which the loader writes them. */
@unmanaged
export class VectorJob {
  /** Doubles; even, since every array ends on a whole cache line and what lies past its end is 0. */
  length: i32;
  out: usize;
  x: usize;
  y: usize;
  z: usize;
  metric: usize;
  /** A few doubles. */
  factors: usize;
  /** The sums of each chunk, `sums` doubles apart. */
  partials: usize;
  sums: i32;
}

/** Doubles that a task takes. Fixed, so that sums never depend on the number of threads. */
export const CHUNK: i32 = 8192;

@inline
export function chunkStart(chunk: i32): usize {
  return <usize>(chunk * CHUNK) << 3;
}

@inline
export function chunkEnd(job: VectorJob, chunk: i32): usize {
  return <usize>min((chunk + 1) * CHUNK, job.length) << 3;
}

@inline
export function factor(job: VectorJob, i: usize): v128 {
  return v128.load64_splat(<usize>job.factors + (i << 3));
}

@inline
export function total(sum: v128): f64 {
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

@inline
export function putSum(job: VectorJob, chunk: i32, i: i32, sum: v128): void {
  store<f64>(<usize>job.partials + (<usize>(chunk * job.sums + i) << 3), total(sum));
}

/** Σ x y */
export function dotChunk(job: VectorJob, chunk: i32): void {
  const x: usize = job.x;
  const y: usize = job.y;
  const end = chunkEnd(job, chunk);
  let i = chunkStart(chunk);
  let a = f64x2.splat(0.0), b = a, c = a, d = a;
  for (; i + 64 <= end; i += 64) {
    a = f64x2.add(a, f64x2.mul(v128.load(x + i), v128.load(y + i)));
    b = f64x2.add(b, f64x2.mul(v128.load(x + i, 16), v128.load(y + i, 16)));
    c = f64x2.add(c, f64x2.mul(v128.load(x + i, 32), v128.load(y + i, 32)));
    d = f64x2.add(d, f64x2.mul(v128.load(x + i, 48), v128.load(y + i, 48)));
  }
  for (; i < end; i += 16) a = f64x2.add(a, f64x2.mul(v128.load(x + i), v128.load(y + i)));
  putSum(job, chunk, 0, f64x2.add(f64x2.add(a, b), f64x2.add(c, d)));
}

/** out ← x + a y */
export function sumScaledChunk(job: VectorJob, chunk: i32): void {
  const out: usize = job.out;
  const x: usize = job.x;
  const y: usize = job.y;
  const a = factor(job, 0);
  const end = chunkEnd(job, chunk);
  for (let i = chunkStart(chunk); i < end; i += 16) {
    v128.store(out + i, f64x2.add(v128.load(x + i), f64x2.mul(a, v128.load(y + i))));
  }
}

/** x (out) ← x + a p (y),  r (x) ← r − a q (z); Σ r² and Σ m r² of the new r */
export function stepChunk(job: VectorJob, chunk: i32): void {
  const x: usize = job.out;
  const r: usize = job.x;
  const p: usize = job.y;
  const q: usize = job.z;
  const m: usize = job.metric;
  const a = factor(job, 0);
  const end = chunkEnd(job, chunk);
  let rr = f64x2.splat(0.0), rmr = rr;
  for (let i = chunkStart(chunk); i < end; i += 16) {
    v128.store(x + i, f64x2.add(v128.load(x + i), f64x2.mul(a, v128.load(p + i))));
    const next = f64x2.sub(v128.load(r + i), f64x2.mul(a, v128.load(q + i)));
    v128.store(r + i, next);
    const square = f64x2.mul(next, next);
    rr = f64x2.add(rr, square);
    rmr = f64x2.add(rmr, f64x2.mul(v128.load(m + i), square));
  }
  putSum(job, chunk, 0, rr);
  putSum(job, chunk, 1, rmr);
}

/** p (out) ← m ∘ r (x) + b p */
export function updateDirectionChunk(job: VectorJob, chunk: i32): void {
  const p: usize = job.out;
  const r: usize = job.x;
  const m: usize = job.metric;
  const b = factor(job, 0);
  const end = chunkEnd(job, chunk);
  for (let i = chunkStart(chunk); i < end; i += 16) {
    const z = f64x2.mul(v128.load(m + i), v128.load(r + i));
    v128.store(p + i, f64x2.add(z, f64x2.mul(b, v128.load(p + i))));
  }
}
