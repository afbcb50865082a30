import { rankWeights } from "../../../src/audit/patterns/rankWeight.js";

it("falls with the rank, to 1/e within one per cent, whatever the values", () => {
  const values = Float64Array.from({ length: 1000 }, (_, i) => ((i * 7) % 1000) ** 3);
  const result = rankWeights(values, 1000, 5);
  expect(Math.max(...result)).toBe(1);
  expect(result[values.indexOf(999 ** 3)]).toBe(1);
  expect(result[values.indexOf(989 ** 3)]).toBeCloseTo(Math.exp(-1), 12);
  const sum = result.reduce((total, one) => total + one, 0);
  expect(sum).toBeGreaterThan(10);
  expect(sum).toBeLessThan(11);
});

it("reaches as deep as errors are expected", () => {
  const values = Float64Array.from({ length: 100 }, (_, i) => -i);
  expect(rankWeights(values, 100, 40)[40]).toBeCloseTo(Math.exp(-1), 12);
});

it("is the same for ties, and none where there is none", () => {
  const none = Number.NEGATIVE_INFINITY;
  const [a, b, c, d] = rankWeights(Float64Array.from([5, 7, 5, none]), 4, 0);
  expect([b, d]).toEqual([1, 0]);
  expect(a).toBe(c);
  // The two share the ranks 1 and 2.
  expect(a).toBeCloseTo(Math.exp(-1.5 / 0.04), 12);
});
