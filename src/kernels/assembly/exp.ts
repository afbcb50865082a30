/**
 * exp of two doubles, for arguments ≤ 0 (up to 709 in fact): below 1 ulp; 0 where the result would be subnormal
 * (x < −708.39), so also at −∞.
 *
 *     exp(x) = 2^k · exp(r),  k = round(x / ln 2),  r = x − k ln 2 (Cody–Waite, two parts),  |r| ≤ ln 2 / 2
 *     exp(r) ≈ 1 + (r + (r²/2 + r³ Q(r))),  Q of degree 8 by weighted least maximum: relative error 5.4e-18
 */
@inline
export function exp2x(argument: v128): v128 {
  const x = f64x2.pmax(argument, f64x2.splat(-709.0));
  // Adding 1.5 · 2^52 rounds to an integer and leaves it in the low bits of the mantissa.
  const magic = f64x2.splat(6755399441055744.0);
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), magic);
  const k = f64x2.sub(shifted, magic);
  const r = f64x2.sub(
    f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.6931471803691238))),
    f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)),
  );
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const q01 = line(r, 0.16666666666666433, 0.04166666666660388);
  const q23 = line(r, 0.00833333333350022, 0.0013888888926825644);
  const q45 = line(r, 0.0001984126946590683, 2.4801508645443824e-5);
  const q67 = line(r, 2.7557641068451576e-6, 2.762520177579248e-7);
  const q0123 = f64x2.add(q01, f64x2.mul(r2, q23));
  const q4567 = f64x2.add(q45, f64x2.mul(r2, q67));
  const q48 = f64x2.add(q4567, f64x2.mul(r4, f64x2.splat(2.4978339611327755e-8)));
  const q = f64x2.add(q0123, f64x2.mul(r4, q48));
  const tail = f64x2.add(f64x2.mul(r2, f64x2.splat(0.5)), f64x2.mul(f64x2.mul(r, r2), q));
  const mantissa = f64x2.add(f64x2.splat(1.0), f64x2.add(r, tail));
  const scaled = i64x2.add(mantissa, i64x2.shl(shifted, 52));
  return v128.and(scaled, f64x2.ge(argument, f64x2.splat(-708.39)));
}

/** a + b r */
@inline
function line(r: v128, a: f64, b: f64): v128 {
  return f64x2.add(f64x2.splat(a), f64x2.mul(r, f64x2.splat(b)));
}

/** out[i] ← exp(x[i]) for i < count, count even: for tests. */
export function expRow(x: usize, out: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count * 8; i += 16) v128.store(out + i, exp2x(v128.load(x + i)));
}
