import { fill } from "./fill";

/**
 * out ← Σ source rows at index[0 … count), rows of `stride` doubles (bytes = 8 · stride), in the order of the index. Where
 * `adds`, a constant wherever this is inlined, the sum goes on from what is in out: in steps the same bits as at once. Narrow rows stay in registers; wide ones are summed in memory, four entries at a time.
 */
@inline
export function sumRows(index: usize, count: i32, source: usize, out: usize, bytes: usize, adds: bool): void {
  switch (<i32>(bytes >> 4)) {
    case 0: return sumSingles(index, count, source, out, adds);
    case 1: return narrow(1, index, count, source, out, adds);
    case 2: return narrow(2, index, count, source, out, adds);
    case 3: return narrow(3, index, count, source, out, adds);
    case 4: return narrow(4, index, count, source, out, adds);
    case 5: return narrow(5, index, count, source, out, adds);
    case 6: return narrow(6, index, count, source, out, adds);
    default: return wide(index, count, source, out, bytes, adds);
  }
}

/** Rows of one double. */
@inline
function sumSingles(index: usize, count: i32, source: usize, out: usize, adds: bool): void {
  let sum: f64 = adds ? load<f64>(out) : 0;
  const end = index + (<usize>count << 2);
  for (; index < end; index += 4) sum += load<f64>(source + (<usize>load<u32>(index) << 3));
  store<f64>(out, sum);
}

/** Rows of `width` vectors; `width` is a constant wherever this is inlined, so each width gets its own code. */
@inline
function narrow(width: i32, index: usize, count: i32, source: usize, out: usize, adds: bool): void {
  let s0 = f64x2.splat(0.0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0;
  if (adds) {
    s0 = v128.load(out);
    if (width > 1) s1 = v128.load(out, 16);
    if (width > 2) s2 = v128.load(out, 32);
    if (width > 3) s3 = v128.load(out, 48);
    if (width > 4) s4 = v128.load(out, 64);
    if (width > 5) s5 = v128.load(out, 80);
  }
  const end = index + (<usize>count << 2);
  for (; index < end; index += 4) {
    const row = source + <usize>load<u32>(index) * (<usize>width << 4);
    s0 = f64x2.add(s0, v128.load(row));
    if (width > 1) s1 = f64x2.add(s1, v128.load(row, 16));
    if (width > 2) s2 = f64x2.add(s2, v128.load(row, 32));
    if (width > 3) s3 = f64x2.add(s3, v128.load(row, 48));
    if (width > 4) s4 = f64x2.add(s4, v128.load(row, 64));
    if (width > 5) s5 = f64x2.add(s5, v128.load(row, 80));
  }
  v128.store(out, s0);
  if (width > 1) v128.store(out, s1, 16);
  if (width > 2) v128.store(out, s2, 32);
  if (width > 3) v128.store(out, s3, 48);
  if (width > 4) v128.store(out, s4, 64);
  if (width > 5) v128.store(out, s5, 80);
}

function wide(index: usize, count: i32, source: usize, out: usize, bytes: usize, adds: bool): void {
  if (!adds) fill(out, 0, bytes);
  const end = index + (<usize>count << 2);
  for (; index + 16 <= end; index += 16) {
    const a = source + <usize>load<u32>(index) * bytes;
    const b = source + <usize>load<u32>(index, 4) * bytes;
    const c = source + <usize>load<u32>(index, 8) * bytes;
    const d = source + <usize>load<u32>(index, 12) * bytes;
    for (let i: usize = 0; i < bytes; i += 16) {
      let sum = f64x2.add(v128.load(out + i), v128.load(a + i));
      sum = f64x2.add(f64x2.add(sum, v128.load(b + i)), v128.load(c + i));
      v128.store(out + i, f64x2.add(sum, v128.load(d + i)));
    }
  }
  for (; index < end; index += 4) {
    const a = source + <usize>load<u32>(index) * bytes;
    for (let i: usize = 0; i < bytes; i += 16) v128.store(out + i, f64x2.add(v128.load(out + i), v128.load(a + i)));
  }
}
