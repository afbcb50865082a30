import { fill } from "./fill";
import { rowOf, SinglesJob } from "./singles";

/** Labels of a row that are gone over together. */
const TILE: i32 = 4;

/** out[r][c] ← e_r · y_c for the labels c of each row of one chunk; Y lies transposed, each y_c as long as a row of E. */
export function multiplyCellsChunk(job: SinglesJob, task: i32): void {
  const first = task * job.chunk;
  const last = min(first + job.chunk, job.rows);
  for (let r = first; r < last; r++) {
    const e = rowOf(job, r);
    const out = job.out + <usize>r * <usize>job.bytes;
    const end = cellStart(job, r + 1);
    for (let cell = cellStart(job, r); cell < end; cell += TILE) {
      switch (min(TILE, end - cell)) {
        case 1: multiplyCells(1, job, e, cell, out); break;
        case 2: multiplyCells(2, job, e, cell, out); break;
        case 3: multiplyCells(3, job, e, cell, out); break;
        default: multiplyCells(4, job, e, cell, out); break;
      }
    }
  }
}

/** The chunk's own sum, as contractSinglesChunk has it, over the labels of each row alone. */
export function contractCellsChunk(job: SinglesJob, task: i32): void {
  const at = job.chunkStart + (<usize>task << 2);
  const end = load<i32>(at, 4);
  const size = (<usize>job.width << 1) * <usize>job.labels;
  const out = job.out + <usize>task * size;
  fill(out, 0, size);
  for (let r = load<i32>(at); r < end; r++) {
    const e = rowOf(job, r);
    const y = job.Y + <usize>r * <usize>job.bytes;
    const past = cellStart(job, r + 1);
    for (let cell = cellStart(job, r); cell < past; cell += TILE) {
      switch (min(TILE, past - cell)) {
        case 1: contractCells(1, job, e, cell, y, out); break;
        case 2: contractCells(2, job, e, cell, y, out); break;
        case 3: contractCells(3, job, e, cell, y, out); break;
        default: contractCells(4, job, e, cell, y, out); break;
      }
    }
  }
}

@inline
function cellStart(job: SinglesJob, r: i32): i32 {
  return load<i32>(job.cellStart + (<usize>r << 2));
}

@inline
function labelOf(job: SinglesJob, cell: i32): usize {
  return <usize>load<u32>(job.cellLabel + (<usize>cell << 2));
}

/** Where the doubles of a label begin that stand for a row of E each. */
@inline
function lineOf(job: SinglesJob, base: usize, label: usize): usize {
  return base + label * (<usize>job.width << 1);
}

/** One row with `width` labels. Each product has four partial sums, of every fourth number. */
@inline
function multiplyCells(width: i32, job: SinglesJob, e: usize, cell: i32, out: usize): void {
  const ca = labelOf(job, cell);
  const cb = width > 1 ? labelOf(job, cell + 1) : ca;
  const cc = width > 2 ? labelOf(job, cell + 2) : ca;
  const cd = width > 3 ? labelOf(job, cell + 3) : ca;
  const a = lineOf(job, job.Y, ca), b = lineOf(job, job.Y, cb), c = lineOf(job, job.Y, cc), d = lineOf(job, job.Y, cd);
  let a0 = f64x2.splat(0.0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  const end: usize = job.width;
  for (let k: usize = 0; k < end; k += 16) {
    const row = v128.load(e + k);
    const e0 = f64x2.promote_low_f32x4(row);
    const e1 = f64x2.promote_low_f32x4(v128.shuffle<u64>(row, row, 1, 1));
    const at = k << 1;
    a0 = f64x2.add(a0, f64x2.mul(e0, v128.load(a + at)));
    a1 = f64x2.add(a1, f64x2.mul(e1, v128.load(a + at, 16)));
    if (width > 1) {
      b0 = f64x2.add(b0, f64x2.mul(e0, v128.load(b + at)));
      b1 = f64x2.add(b1, f64x2.mul(e1, v128.load(b + at, 16)));
    }
    if (width > 2) {
      c0 = f64x2.add(c0, f64x2.mul(e0, v128.load(c + at)));
      c1 = f64x2.add(c1, f64x2.mul(e1, v128.load(c + at, 16)));
    }
    if (width > 3) {
      d0 = f64x2.add(d0, f64x2.mul(e0, v128.load(d + at)));
      d1 = f64x2.add(d1, f64x2.mul(e1, v128.load(d + at, 16)));
    }
  }
  store<f64>(out + (ca << 3), sum(f64x2.add(a0, a1)));
  if (width > 1) store<f64>(out + (cb << 3), sum(f64x2.add(b0, b1)));
  if (width > 2) store<f64>(out + (cc << 3), sum(f64x2.add(c0, c1)));
  if (width > 3) store<f64>(out + (cd << 3), sum(f64x2.add(d0, d1)));
}

@inline
function sum(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/** Adds one row, times its numbers of y, to the lines of `width` labels. */
@inline
function contractCells(width: i32, job: SinglesJob, e: usize, cell: i32, y: usize, out: usize): void {
  const ca = labelOf(job, cell);
  const cb = width > 1 ? labelOf(job, cell + 1) : ca;
  const cc = width > 2 ? labelOf(job, cell + 2) : ca;
  const cd = width > 3 ? labelOf(job, cell + 3) : ca;
  const a = lineOf(job, out, ca), b = lineOf(job, out, cb), c = lineOf(job, out, cc), d = lineOf(job, out, cd);
  const ga = v128.load64_splat(y + (ca << 3)), gb = v128.load64_splat(y + (cb << 3));
  const gc = v128.load64_splat(y + (cc << 3)), gd = v128.load64_splat(y + (cd << 3));
  const end: usize = job.width;
  for (let k: usize = 0; k < end; k += 16) {
    const row = v128.load(e + k);
    let e0 = f64x2.promote_low_f32x4(row);
    let e1 = f64x2.promote_low_f32x4(v128.shuffle<u64>(row, row, 1, 1));
    if (job.squared) {
      e0 = f64x2.mul(e0, e0);
      e1 = f64x2.mul(e1, e1);
    }
    const at = k << 1;
    addTo(a + at, ga, e0, e1);
    if (width > 1) addTo(b + at, gb, e0, e1);
    if (width > 2) addTo(c + at, gc, e0, e1);
    if (width > 3) addTo(d + at, gd, e0, e1);
  }
}

@inline
function addTo(line: usize, g: v128, e0: v128, e1: v128): void {
  v128.store(line, f64x2.add(v128.load(line), f64x2.mul(g, e0)));
  v128.store(line, f64x2.add(v128.load(line, 16), f64x2.mul(g, e1)), 16);
}
