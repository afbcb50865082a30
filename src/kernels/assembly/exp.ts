/** Constants of `exp2x`. They stand in memory: a load is one instruction, a literal that fills a vector is three. */
const constants = memory.data<f64>([
  -709.0,
  1.4426950408889634, // 1 / ln 2
  6755399441055744.0, // 1.5 · 2^52
  0.6931471803691238, // ln 2, high part
  1.9082149292705877e-10, // ln 2, low part
  0.16666666666666433, 0.04166666666660388, 0.00833333333350022, 0.0013888888926825644,
  0.0001984126946590683, 2.4801508645443824e-5, 2.7557641068451576e-6, 2.762520177579248e-7, 2.4978339611327755e-8,
  0.5,
  1.0,
  -708.39,
], 16);

@inline
function constant(i: usize): v128 {
  return v128.load64_splat(constants + (i << 3));
}

/**
 * exp of two doubles ≤ 0 (up to 709 in fact), within 1 ulp; 0 where the result would be subnormal (x < −708.39), so at
 * −∞ too; NaN for NaN.
 *
 *     exp(x) = 2^k · exp(r),  k = round(x / ln 2),  r = x − k ln 2 (Cody–Waite, two parts),  |r| ≤ ln 2 / 2
 *     exp(r) ≈ 1 + (r + (r²/2 + r³ Q(r))),  Q of degree 8, fitted for least maximum relative error: 5.4e-18
 */
@inline
export function exp2x(argument: v128): v128 {
  const x = f64x2.pmax(argument, constant(0));
  // Adding 1.5 · 2^52 rounds to an integer and leaves it in the low bits of the mantissa.
  const magic = constant(2);
  const shifted = f64x2.add(f64x2.mul(x, constant(1)), magic);
  const k = f64x2.sub(shifted, magic);
  const r = f64x2.sub(f64x2.sub(x, f64x2.mul(k, constant(3))), f64x2.mul(k, constant(4)));
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const q0123 = f64x2.add(line(r, 5), f64x2.mul(r2, line(r, 7)));
  const q4567 = f64x2.add(line(r, 9), f64x2.mul(r2, line(r, 11)));
  const q48 = f64x2.add(q4567, f64x2.mul(r4, constant(13)));
  const q = f64x2.add(q0123, f64x2.mul(r4, q48));
  const tail = f64x2.add(f64x2.mul(r2, constant(14)), f64x2.mul(f64x2.mul(r, r2), q));
  const mantissa = f64x2.add(constant(15), f64x2.add(r, tail));
  const scaled = i64x2.add(mantissa, i64x2.shl(shifted, 52));
  return v128.andnot(scaled, f64x2.lt(argument, constant(16)));
}

/** a + b r for the constants a and b at i and i + 1 */
@inline
function line(r: v128, i: usize): v128 {
  return f64x2.add(constant(i), f64x2.mul(r, constant(i + 1)));
}

/** out ← exp(x) for `bytes` / 8 doubles, an even number. */
export function expRow(x: usize, out: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) v128.store(out + i, exp2x(v128.load(x + i)));
}
