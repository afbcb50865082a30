import { chunkEnd, chunkStart, factor, putSum, VectorJob } from "./vectors";

/** Operands of a pass over the pairs of L-BFGS: those of any pass over vectors, and then these. */
@unmanaged
export class PairsJob extends VectorJob {
  /** Pairs; S and Y point to that many pointers to vectors in single precision. */
  pairs: i32;
  S: usize;
  Y: usize;
  /** The vector in single precision that is written. */
  slot: usize;
  /** Each thread's own doubles, `scratchBytes` apart. */
  scratch: usize;
  scratchBytes: i32;
}

/** Bytes of a vector that are worked on at a time: the first-level cache keeps them while all pairs pass by. */
const BLOCK: usize = 2048;

@inline
function single(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

@inline
function pointer(table: usize, i: i32): usize {
  return load<u32>(table + (<usize>i << 2));
}

/**
 * slot ← m ∘ (x − y) rounded, for the gradients x and y after and before a step; then, with g = m ∘ x and d the slot,
 * for every pair i: Σ s_i g, Σ s_i d, Σ y_i g, Σ y_i d.
 */
export function differenceChunk(job: PairsJob, chunk: i32, thread: i32): void {
  const pairs = job.pairs;
  const scaled = <usize>job.scratch + <usize>(thread * job.scratchBytes);
  const change = scaled + BLOCK;
  const sums = <usize>job.partials + (<usize>(chunk * job.sums) << 3);
  for (let i = 0; i < 4 * pairs; i++) store<f64>(sums + (<usize>i << 3), 0);
  const end = chunkEnd(job, chunk);
  for (let from = chunkStart(chunk); from < end; from += BLOCK) {
    const bytes = min(BLOCK, end - from);
    for (let i: usize = 0; i < bytes; i += 16) {
      const m = v128.load(<usize>job.metric + from + i);
      const x = v128.load(<usize>job.x + from + i);
      const d = f64x2.mul(m, f64x2.sub(x, v128.load(<usize>job.y + from + i)));
      const rounded = f32x4.demote_f64x2_zero(d);
      v128.store64_lane(<usize>job.slot + ((from + i) >> 1), rounded, 0);
      v128.store(scaled + i, f64x2.mul(m, x));
      v128.store(change + i, f64x2.promote_low_f32x4(rounded));
    }
    for (let i = 0; i < pairs; i++) {
      const at = sums + (<usize>i << 5);
      addProducts(at, pointer(job.S, i) + (from >> 1), pointer(job.Y, i) + (from >> 1), scaled, change, bytes);
    }
  }
}

/** at[0 … 4) += Σ s g, Σ s d, Σ y g, Σ y d for s and y in single precision. */
@inline
function addProducts(at: usize, s: usize, y: usize, g: usize, d: usize, bytes: usize): void {
  let sg = f64x2.splat(0.0), sd = sg, yg = sg, yd = sg;
  for (let i: usize = 0; i < bytes; i += 16) {
    const one = v128.load(g + i);
    const two = v128.load(d + i);
    const a = single(s + (i >> 1));
    sg = f64x2.add(sg, f64x2.mul(a, one));
    sd = f64x2.add(sd, f64x2.mul(a, two));
    const b = single(y + (i >> 1));
    yg = f64x2.add(yg, f64x2.mul(b, one));
    yd = f64x2.add(yd, f64x2.mul(b, two));
  }
  addTotals(at, sg, sd);
  addTotals(at + 16, yg, yd);
}

/** at[0] += the sum of a, at[1] += that of b. */
@inline
function addTotals(at: usize, a: v128, b: v128): void {
  const sums = f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
  v128.store(at, f64x2.add(v128.load(at), sums));
}

/**
 * slot ← γ m ∘ x + Σ_i (a_i s_i + b_i y_i) rounded, out ← m ∘ slot; sums Σ out x and Σ out². The factors are γ, then a_i and
 * b_i in turn. The slot may be one of the s_i.
 */
export function directionChunk(job: PairsJob, chunk: i32, thread: i32): void {
  const pairs = job.pairs;
  const sum = <usize>job.scratch + <usize>(thread * job.scratchBytes);
  const gamma = factor(job, 0);
  const end = chunkEnd(job, chunk);
  let slope = f64x2.splat(0.0), square = slope;
  for (let from = chunkStart(chunk); from < end; from += BLOCK) {
    const bytes = min(BLOCK, end - from);
    for (let i: usize = 0; i < bytes; i += 16) {
      const g = f64x2.mul(v128.load(<usize>job.metric + from + i), v128.load(<usize>job.x + from + i));
      v128.store(sum + i, f64x2.mul(gamma, g));
    }
    for (let k = 0; k < pairs; k++) {
      const a = factor(job, 2 * k + 1);
      const b = factor(job, 2 * k + 2);
      const s = pointer(job.S, k) + (from >> 1);
      const y = pointer(job.Y, k) + (from >> 1);
      for (let i: usize = 0; i < bytes; i += 16) {
        const both = f64x2.add(f64x2.mul(a, single(s + (i >> 1))), f64x2.mul(b, single(y + (i >> 1))));
        v128.store(sum + i, f64x2.add(v128.load(sum + i), both));
      }
    }
    for (let i: usize = 0; i < bytes; i += 16) {
      const rounded = f32x4.demote_f64x2_zero(v128.load(sum + i));
      v128.store64_lane(<usize>job.slot + ((from + i) >> 1), rounded, 0);
      const m = v128.load(<usize>job.metric + from + i);
      const d = f64x2.mul(m, f64x2.promote_low_f32x4(rounded));
      v128.store(<usize>job.out + from + i, d);
      slope = f64x2.add(slope, f64x2.mul(d, v128.load(<usize>job.x + from + i)));
      square = f64x2.add(square, f64x2.mul(d, d));
    }
  }
  putSum(job, chunk, 0, slope);
  putSum(job, chunk, 1, square);
}
