import { symmetricEigen } from "../../src/math/eigen.js";
import { random, uniformVector } from "../helpers/random.js";

/** B Bᵀ for a B of n rows and `rank` columns. */
function gram(n: number, rank: number, seed: number): Float64Array {
  const B = uniformVector(n * rank, random(seed));
  return new Float64Array(n * n).map((_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let k = 0; k < rank; k++) sum += B[i * rank + k] * B[j * rank + k];
    return sum;
  });
}

const negated = (A: Float64Array) => A.map((x) => -x);

it.each<[string, Float64Array, number]>([
  ["one number", Float64Array.of(-3), 1],
  ["two", gram(2, 2, 1), 2],
  ["a random one", gram(30, 30, 2), 30],
  ["one of low rank", gram(40, 3, 3), 40],
  ["one of half the rank", gram(120, 60, 6), 120],
  ["one of low rank that is large", gram(150, 12, 7), 150],
  ["one of tiny numbers", gram(30, 4, 8).map((x) => x * 1e-300), 30],
  ["one of huge numbers", gram(30, 4, 9).map((x) => x * 1e300), 30],
  ["a negative one", negated(gram(17, 17, 4)), 17],
  ["one with elements of all sizes", gram(25, 25, 5).map((x, i) => x * 10 ** -((i % 25) + Math.floor(i / 25))), 25],
  ["a diagonal one", new Float64Array(36).map((_, i) => (i % 7 === 0 ? i : 0)), 6],
  ["nothing but zeros", new Float64Array(9), 3],
  ["equal eigenvalues", new Float64Array(64).map((_, i) => (i % 9 === 0 ? 2 : 1)), 8],
])("takes %s apart: A v = λ v, and the v are orthonormal", (_name, A, n) => {
  const { values, vectors } = symmetricEigen(A, n);
  expect([...values, ...vectors].every(Number.isFinite)).toBe(true);
  const scale = Math.max(...A.map(Math.abs));
  let [worst, skew] = [0, 0];
  for (let i = 0; i < n; i++) {
    const v = vectors.subarray(i * n, (i + 1) * n);
    for (let r = 0; r < n; r++) {
      let Av = 0;
      for (let c = 0; c < n; c++) Av += A[r * n + c] * v[c];
      worst = Math.max(worst, Math.abs(Av - values[i] * v[r]));
    }
    for (let j = 0; j <= i; j++) {
      const dot = v.reduce((sum, x, c) => sum + x * vectors[j * n + c], 0);
      skew = Math.max(skew, Math.abs(dot - (i === j ? 1 : 0)));
    }
    const largest = v.reduce((most, x) => (Math.abs(x) > Math.abs(most) ? x : most), 0);
    expect(largest).toBeGreaterThan(0);
  }
  expect(worst).toBeLessThanOrEqual(1e-14 * n * scale);
  expect(skew).toBeLessThan(1e-14 * n);
  expect([...values]).toEqual([...values].sort((a, b) => b - a));
});

it("finds the eigenvalues of a known matrix", () => {
  // The second difference: 2 − 2 cos(iπ / (n + 1)).
  const n = 12;
  const A = new Float64Array(n * n).map((_, at) => {
    const distance = Math.abs(Math.floor(at / n) - (at % n));
    return distance === 0 ? 2 : distance === 1 ? -1 : 0;
  });
  const expected = Array.from({ length: n }, (_, i) => 2 - 2 * Math.cos(((n - i) * Math.PI) / (n + 1)));
  symmetricEigen(A, n).values.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i], 13);
  });
});
