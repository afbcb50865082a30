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

/**
 * out_r ← x_rᵀ M for `rows` rows of X, `xBytes` apart, and of out, `bytes` apart; as `timesMatrix` for each, to the bit. Tiles
 * of four rows by two vectors stay in registers down all of M's rows, so M is loaded once for four rows.
 */
export function timesMatrixRows(
  X: usize, xBytes: usize, rows: i32, M: usize, bytes: usize, count: i32, out: usize,
): void {
  const even = bytes & ~31;
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    let c: usize = 0;
    for (; c < even; c += 32) block(2, X, xBytes, M + c, bytes, count, out + c);
    if (c < bytes) block(1, X, xBytes, M + c, bytes, count, out + c);
    X += xBytes << 2;
    out += bytes << 2;
  }
  for (; r < rows; r++) {
    timesMatrix(X, M, bytes, count, out);
    X += xBytes;
    out += bytes;
  }
}

/** A tile of four rows by `width` vectors. */
@inline
function block(width: i32, x: usize, xBytes: usize, m: usize, bytes: usize, count: i32, out: usize): void {
  let a0 = f64x2.splat(0.0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  const xb = x + xBytes;
  const xc = xb + xBytes;
  const xd = xc + xBytes;
  const end = <usize>count << 3;
  for (let k: usize = 0; k < end; k += 8) {
    const m0 = v128.load(m);
    const m1 = width > 1 ? v128.load(m, 16) : m0;
    let v = v128.load64_splat(x + k);
    a0 = f64x2.add(a0, f64x2.mul(v, m0));
    if (width > 1) a1 = f64x2.add(a1, f64x2.mul(v, m1));
    v = v128.load64_splat(xb + k);
    b0 = f64x2.add(b0, f64x2.mul(v, m0));
    if (width > 1) b1 = f64x2.add(b1, f64x2.mul(v, m1));
    v = v128.load64_splat(xc + k);
    c0 = f64x2.add(c0, f64x2.mul(v, m0));
    if (width > 1) c1 = f64x2.add(c1, f64x2.mul(v, m1));
    v = v128.load64_splat(xd + k);
    d0 = f64x2.add(d0, f64x2.mul(v, m0));
    if (width > 1) d1 = f64x2.add(d1, f64x2.mul(v, m1));
    m += bytes;
  }
  v128.store(out, a0);
  if (width > 1) v128.store(out, a1, 16);
  out += bytes;
  v128.store(out, b0);
  if (width > 1) v128.store(out, b1, 16);
  out += bytes;
  v128.store(out, c0);
  if (width > 1) v128.store(out, c1, 16);
  out += bytes;
  v128.store(out, d0);
  if (width > 1) v128.store(out, d1, 16);
}
