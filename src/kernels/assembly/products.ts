/**
 * out ← xᵀ M: x of `count` doubles, M of `count` rows, M and out of `bytes` wide rows. Columns go in tiles of
 * up to eight vectors that stay in registers down all of M's rows.
 */
export function timesMatrix(x: usize, M: usize, bytes: usize, count: i32, out: usize): void {
  let vectors = <i32>(bytes >> 4);
  let tiles = (vectors + 7) / 8;
  while (tiles > 0) {
    const width = (vectors + tiles - 1) / tiles;
    switch (width) {
      case 1: tile(1, x, M, bytes, count, out); break;
      case 2: tile(2, x, M, bytes, count, out); break;
      case 3: tile(3, x, M, bytes, count, out); break;
      case 4: tile(4, x, M, bytes, count, out); break;
      case 5: tile(5, x, M, bytes, count, out); break;
      case 6: tile(6, x, M, bytes, count, out); break;
      case 7: tile(7, x, M, bytes, count, out); break;
      default: tile(8, x, M, bytes, count, out); break;
    }
    M += <usize>width << 4;
    out += <usize>width << 4;
    vectors -= width;
    tiles--;
  }
}

/** One tile of `width` vectors; a constant wherever this is inlined. */
@inline
function tile(width: i32, x: usize, m: usize, bytes: usize, count: i32, out: usize): void {
  let s0 = f64x2.splat(0.0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
  const end = x + (<usize>count << 3);
  for (; x < end; x += 8) {
    const v = v128.load64_splat(x);
    s0 = f64x2.add(s0, f64x2.mul(v, v128.load(m)));
    if (width > 1) s1 = f64x2.add(s1, f64x2.mul(v, v128.load(m, 16)));
    if (width > 2) s2 = f64x2.add(s2, f64x2.mul(v, v128.load(m, 32)));
    if (width > 3) s3 = f64x2.add(s3, f64x2.mul(v, v128.load(m, 48)));
    if (width > 4) s4 = f64x2.add(s4, f64x2.mul(v, v128.load(m, 64)));
    if (width > 5) s5 = f64x2.add(s5, f64x2.mul(v, v128.load(m, 80)));
    if (width > 6) s6 = f64x2.add(s6, f64x2.mul(v, v128.load(m, 96)));
    if (width > 7) s7 = f64x2.add(s7, f64x2.mul(v, v128.load(m, 112)));
    m += bytes;
  }
  v128.store(out, s0);
  if (width > 1) v128.store(out, s1, 16);
  if (width > 2) v128.store(out, s2, 32);
  if (width > 3) v128.store(out, s3, 48);
  if (width > 4) v128.store(out, s4, 64);
  if (width > 5) v128.store(out, s5, 80);
  if (width > 6) v128.store(out, s6, 96);
  if (width > 7) v128.store(out, s7, 112);
}
