/** Dense vectors of doubles. Sums run in a fixed order, so results are the same bits on every run. */
export type Vector = Float64Array<ArrayBufferLike>;

/** Σ_i x_i y_i, in four interleaved partial sums. */
export function dot(x: Vector, y: Vector): number {
  const n = x.length;
  const even = n - (n % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < even; i += 4) {
    a += x[i] * y[i];
    b += x[i + 1] * y[i + 1];
    c += x[i + 2] * y[i + 2];
    d += x[i + 3] * y[i + 3];
  }
  for (let i = even; i < n; i++) a += x[i] * y[i];
  return a + b + (c + d);
}

/** ‖x‖₂ */
export function norm(x: Vector): number {
  return Math.sqrt(dot(x, x));
}

/** y ← y + a x */
export function addScaled(y: Vector, a: number, x: Vector): void {
  for (let i = 0; i < y.length; i++) y[i] += a * x[i];
}

/** out ← x + a y */
export function sumScaled(out: Vector, x: Vector, a: number, y: Vector): void {
  for (let i = 0; i < out.length; i++) out[i] = x[i] + a * y[i];
}

/** x ← a x */
export function scale(x: Vector, a: number): void {
  for (let i = 0; i < x.length; i++) x[i] *= a;
}
