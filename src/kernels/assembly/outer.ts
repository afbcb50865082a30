/**
 * edges ← edges + w Σ_{i < count} x_i ⊗ y_i for rows x_i of X and y_i of Y, all `bytes` wide. Tiles of four rows by two
 * vectors of `edges` stay in registers over all i, so `edges` is read and written once a call.
 */
export function addOuters(edges: usize, w: f64, X: usize, Y: usize, count: i32, bytes: usize): void {
  const scale = f64x2.splat(w);
  const columns = <usize>(bytes & ~31);
  let k: usize = 0;
  for (; k + 32 <= bytes; k += 32) {
    const rows = edges + (k >> 3) * bytes;
    let c: usize = 0;
    for (; c < columns; c += 32) block(4, 2, rows + c, scale, X + k, Y + c, count, bytes);
    if (c < bytes) block(4, 1, rows + c, scale, X + k, Y + c, count, bytes);
  }
  if (k < bytes) {
    const rows = edges + (k >> 3) * bytes;
    let c: usize = 0;
    for (; c < columns; c += 32) block(2, 2, rows + c, scale, X + k, Y + c, count, bytes);
    if (c < bytes) block(2, 1, rows + c, scale, X + k, Y + c, count, bytes);
  }
}

@inline
function block(
  rows: i32, vectors: i32, edges: usize, scale: v128, x: usize, y: usize, count: i32, bytes: usize,
): void {
  let a0 = f64x2.splat(0.0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  for (let i = 0; i < count; i++) {
    const y0 = v128.load(y);
    const y1 = vectors > 1 ? v128.load(y, 16) : y0;
    let v = v128.load64_splat(x);
    a0 = f64x2.add(a0, f64x2.mul(v, y0));
    if (vectors > 1) a1 = f64x2.add(a1, f64x2.mul(v, y1));
    v = v128.load64_splat(x, 8);
    b0 = f64x2.add(b0, f64x2.mul(v, y0));
    if (vectors > 1) b1 = f64x2.add(b1, f64x2.mul(v, y1));
    if (rows > 2) {
      v = v128.load64_splat(x, 16);
      c0 = f64x2.add(c0, f64x2.mul(v, y0));
      if (vectors > 1) c1 = f64x2.add(c1, f64x2.mul(v, y1));
      v = v128.load64_splat(x, 24);
      d0 = f64x2.add(d0, f64x2.mul(v, y0));
      if (vectors > 1) d1 = f64x2.add(d1, f64x2.mul(v, y1));
    }
    x += bytes;
    y += bytes;
  }
  put(vectors, edges, scale, a0, a1);
  put(vectors, edges + bytes, scale, b0, b1);
  if (rows > 2) {
    put(vectors, edges + 2 * bytes, scale, c0, c1);
    put(vectors, edges + 3 * bytes, scale, d0, d1);
  }
}

@inline
function put(vectors: i32, at: usize, scale: v128, s0: v128, s1: v128): void {
  v128.store(at, f64x2.add(v128.load(at), f64x2.mul(scale, s0)));
  if (vectors > 1) v128.store(at, f64x2.add(v128.load(at, 16), f64x2.mul(scale, s1)), 16);
}
