import fc from "fast-check";
import { ticksOf } from "../../../src/report/plot/axis.js";
import { decades, linear, logarithmic, squareRoot, symmetricLog, ticks } from "../../../src/report/plot/scale.js";

const range = fc.tuple(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
);

test("ticks are few, round, and within the domain", () => {
  expect(ticks([0, 1], 4)).toEqual([0, 0.5, 1]);
  expect(ticks([0, 53], 4)).toEqual([0, 20, 40]);
  expect(ticks([0, 6800], 4)).toEqual([0, 2000, 4000, 6000]);
  expect(ticks([3, 3], 4)).toEqual([3]);
  fc.assert(
    fc.property(range, fc.integer({ min: 2, max: 8 }), ([from, span], wanted) => {
      const found = ticks([from, from + span], wanted);
      expect(found.length).toBeLessThanOrEqual(wanted + 1);
      for (const tick of found) {
        expect(tick).toBeGreaterThanOrEqual(from - 1e-6 * (span + Math.abs(from)));
        expect(tick).toBeLessThanOrEqual(from + span + 1e-6 * (span + Math.abs(from)));
      }
    }),
  );
});

test("decades are powers of ten, the last among them, thinned where there are many", () => {
  expect(decades([1e-3, 1], 4)).toEqual([1e-3, 1e-2, 1e-1, 1]);
  expect(decades([1e-6, 1], 4)).toEqual([1e-6, 1e-4, 1e-2, 1]);
});

test("scales lead from the domain's ends to the range's", () => {
  expect([0, 5, 10].map(linear([0, 10], [100, 200]))).toEqual([100, 150, 200]);
  expect([1, 10, 100, 0].map(logarithmic([1, 100], [0, 10]))).toEqual([0, 5, 10, 0]);
  expect([0, 25, 100].map(squareRoot([0, 100], [0, 10]))).toEqual([0, 5, 10]);
  expect(linear([3, 3], [0, 1])(3)).toBe(0);
  const signed = symmetricLog(99, 1, [0, 4]);
  expect([-99, -9, 0, 9, 99].map(signed)).toEqual([0, 1, 2, 3, 4]);
});

test("ticks of counts on a square-root scale are round, ascend, and are within the domain", () => {
  const of = (most: number) => ticksOf({ name: "", kind: "sqrt", domain: [0, most] });
  expect([1, 3, 1000, 1585].map(of)).toEqual([
    [0, 1],
    [0, 1, 3],
    [0, 100, 400, 1000],
    [0, 100, 600, 1000],
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), (most) => {
      const found = of(most);
      expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
      expect(found.at(-1)).toBeLessThanOrEqual(most);
      expect(found.at(-1)).toBeGreaterThan(most / 2);
    }),
  );
});
