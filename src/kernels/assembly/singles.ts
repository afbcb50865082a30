import { fill } from "./fill";

/** Operands of a product with a matrix of 32-bit numbers, in the order in which kernels/singlePasses.ts writes them. */
@unmanaged
export class SinglesJob {
  E: usize;
  /** Bytes of a row of E: whole vectors. */
  width: usize;
  rows: i32;
  /** Numbers of a row. */
  dimension: i32;
  /** The other factor: D rows that are multiplied, or `rows` that are contracted. */
  Y: usize;
  out: usize;
  /** Of a row of Y, and of out. */
  bytes: usize;
  /** Rows of a task of a product. */
  chunk: i32;
  /** Where the rows of each task of a contraction begin, and the end. */
  chunkStart: usize;
  labels: i32;
  squared: i32;
  /** Where the labels of each row begin, and the end; 0 where each row has all labels. */
  cellStart: usize;
  cellLabel: usize;
}

@inline
export function rowOf(job: SinglesJob, r: i32): usize {
  return job.E + <usize>r * <usize>job.width;
}

/** out[r] ← e_rᵀ Y for the rows of one chunk. The last of them may be computed up to four times. */
export function multiplySinglesChunk(job: SinglesJob, task: i32): void {
  const first = task * job.chunk;
  const last = min(first + job.chunk, job.rows) - 1;
  const bytes: usize = job.bytes;
  const even = bytes & ~31;
  const count = job.dimension;
  for (let r = first; r <= last; r += 4) {
    const r1 = min(r + 1, last), r2 = min(r + 2, last), r3 = min(r + 3, last);
    const a = rowOf(job, r), b = rowOf(job, r1), c = rowOf(job, r2), d = rowOf(job, r3);
    const oa = job.out + <usize>r * bytes, ob = job.out + <usize>r1 * bytes;
    const oc = job.out + <usize>r2 * bytes, od = job.out + <usize>r3 * bytes;
    let at: usize = 0;
    for (; at < even; at += 32) {
      multiplyTile(2, a, b, c, d, job.Y + at, bytes, count, oa + at, ob + at, oc + at, od + at);
    }
    if (at < bytes) multiplyTile(1, a, b, c, d, job.Y + at, bytes, count, oa + at, ob + at, oc + at, od + at);
  }
}

@inline
function splat(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load32_splat(at));
}

/** Four rows by `width` vectors, which stay in registers down all of Y's rows. */
@inline
function multiplyTile(
  width: i32, a: usize, b: usize, c: usize, d: usize, y: usize, bytes: usize, count: i32,
  oa: usize, ob: usize, oc: usize, od: usize,
): void {
  let a0 = f64x2.splat(0.0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  const end = <usize>count << 2;
  for (let k: usize = 0; k < end; k += 4) {
    const y0 = v128.load(y);
    const y1 = width > 1 ? v128.load(y, 16) : y0;
    let e = splat(a + k);
    a0 = f64x2.add(a0, f64x2.mul(e, y0));
    if (width > 1) a1 = f64x2.add(a1, f64x2.mul(e, y1));
    e = splat(b + k);
    b0 = f64x2.add(b0, f64x2.mul(e, y0));
    if (width > 1) b1 = f64x2.add(b1, f64x2.mul(e, y1));
    e = splat(c + k);
    c0 = f64x2.add(c0, f64x2.mul(e, y0));
    if (width > 1) c1 = f64x2.add(c1, f64x2.mul(e, y1));
    e = splat(d + k);
    d0 = f64x2.add(d0, f64x2.mul(e, y0));
    if (width > 1) d1 = f64x2.add(d1, f64x2.mul(e, y1));
    y += bytes;
  }
  v128.store(oa, a0);
  v128.store(ob, b0);
  v128.store(oc, c0);
  v128.store(od, d0);
  if (width > 1) {
    v128.store(oa, a1, 16);
    v128.store(ob, b1, 16);
    v128.store(oc, c1, 16);
    v128.store(od, d1, 16);
  }
}

/** Rows of E that are gone over at a time: they, and the sums, stay in the cache. */
const BLOCK: i32 = 16;

/**
 * The chunk's own sum Σ_r y_r ⊗ e_r: labels × D doubles, D rounded up to whole vectors of E, behind those of the chunks before it.
 * Each element is summed over the rows in order.
 */
export function contractSinglesChunk(job: SinglesJob, task: i32): void {
  const at = job.chunkStart + (<usize>task << 2);
  const first = load<i32>(at);
  const end = load<i32>(at, 4);
  const line = <usize>job.width << 1;
  const out = job.out + <usize>task * line * <usize>job.labels;
  fill(out, 0, line * <usize>job.labels);
  for (let r = first; r < end; r += BLOCK) {
    const count = min(BLOCK, end - r);
    let c = 0;
    for (; c + 4 <= job.labels; c += 4) contractTiles(4, job, r, count, c, out, line);
    switch (job.labels - c) {
      case 1: contractTiles(1, job, r, count, c, out, line); break;
      case 2: contractTiles(2, job, r, count, c, out, line); break;
      case 3: contractTiles(3, job, r, count, c, out, line); break;
      default: break;
    }
  }
}

/** Adds the products of a block of rows with `width` labels from c on. */
@inline
function contractTiles(width: i32, job: SinglesJob, first: i32, count: i32, c: i32, out: usize, line: usize): void {
  const end: usize = job.width;
  const bytes: usize = job.bytes;
  const y0 = job.Y + <usize>first * bytes + (<usize>c << 3);
  const o0 = out + <usize>c * line;
  const o1 = o0 + line, o2 = o1 + line, o3 = o2 + line;
  for (let k: usize = 0; k < end; k += 16) {
    const at = k << 1;
    let a0 = v128.load(o0 + at), a1 = v128.load(o0 + at, 16);
    let b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
    if (width > 1) { b0 = v128.load(o1 + at); b1 = v128.load(o1 + at, 16); }
    if (width > 2) { c0 = v128.load(o2 + at); c1 = v128.load(o2 + at, 16); }
    if (width > 3) { d0 = v128.load(o3 + at); d1 = v128.load(o3 + at, 16); }
    let y = y0;
    for (let r = first, last = first + count; r < last; r++) {
      const e = v128.load(rowOf(job, r) + k);
      let e0 = f64x2.promote_low_f32x4(e);
      let e1 = f64x2.promote_low_f32x4(v128.shuffle<u64>(e, e, 1, 1));
      if (job.squared) {
        e0 = f64x2.mul(e0, e0);
        e1 = f64x2.mul(e1, e1);
      }
      let g = v128.load64_splat(y);
      a0 = f64x2.add(a0, f64x2.mul(g, e0));
      a1 = f64x2.add(a1, f64x2.mul(g, e1));
      if (width > 1) {
        g = v128.load64_splat(y, 8);
        b0 = f64x2.add(b0, f64x2.mul(g, e0));
        b1 = f64x2.add(b1, f64x2.mul(g, e1));
      }
      if (width > 2) {
        g = v128.load64_splat(y, 16);
        c0 = f64x2.add(c0, f64x2.mul(g, e0));
        c1 = f64x2.add(c1, f64x2.mul(g, e1));
      }
      if (width > 3) {
        g = v128.load64_splat(y, 24);
        d0 = f64x2.add(d0, f64x2.mul(g, e0));
        d1 = f64x2.add(d1, f64x2.mul(g, e1));
      }
      y += bytes;
    }
    v128.store(o0 + at, a0);
    v128.store(o0 + at, a1, 16);
    if (width > 1) { v128.store(o1 + at, b0); v128.store(o1 + at, b1, 16); }
    if (width > 2) { v128.store(o2 + at, c0); v128.store(o2 + at, c1, 16); }
    if (width > 3) { v128.store(o3 + at, d0); v128.store(o3 + at, d1, 16); }
  }
}
