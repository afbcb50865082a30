import fc from "fast-check";
import { type JudgedScore, scaled, scalingBy, unscaled } from "../../../src/audit/score/verdictScaling.js";

const PRIOR = { slopeDeviation: 0.3, constantDeviation: 0.7 };
const judged = fc.array(fc.record({ logOdds: fc.double({ min: -14, max: 14, noNaN: true }), isWrong: fc.boolean() }), {
  maxLength: 60,
});
/** L(a, b) by the definition. */
const loss = (all: readonly JudgedScore[], a: number, b: number) =>
  all.reduce(
    (sum, { logOdds, isWrong }) => {
      const p = 1 / (1 + Math.exp(-(Math.exp(a) * logOdds + b)));
      return sum - Math.log(Math.max(isWrong ? p : 1 - p, 1e-300));
    },
    a ** 2 / (2 * PRIOR.slopeDeviation ** 2) + b ** 2 / (2 * PRIOR.constantDeviation ** 2),
  );

it("changes nothing without verdicts", () => {
  expect(scalingBy([], PRIOR)).toEqual({ slope: 1, constant: 0 });
});

it("finds a point at which the loss is flat and no higher than anywhere near", () => {
  fc.assert(
    fc.property(judged, (all) => {
      const { slope, constant } = scalingBy(all, PRIOR);
      const a = Math.log(slope);
      const here = loss(all, a, constant);
      for (const [da, db] of [
        [1e-3, 0],
        [-1e-3, 0],
        [0, 1e-3],
        [0, -1e-3],
      ])
        expect(loss(all, a + da!, constant + db!)).toBeGreaterThan(here - 1e-7 * (1 + here));
      expect(here).toBeLessThanOrEqual(loss(all, 0, 0) + 1e-9);
    }),
    { numRuns: 1000 },
  );
});

it("keeps the order of findings, and is taken back exactly", () => {
  fc.assert(
    fc.property(judged, fc.double({ min: -14, max: 14, noNaN: true }), (all, x) => {
      const scaling = scalingBy(all, PRIOR);
      expect(scaled(scaling, x + 1)).toBeGreaterThan(scaled(scaling, x));
      expect(unscaled(scaling, scaled(scaling, x))).toBeCloseTo(x, 8);
    }),
  );
});

it("lowers scores that were found right, raises those found wrong, and moves more by more of them", () => {
  const all = (n: number, isWrong: boolean) => Array.from({ length: n }, () => ({ logOdds: 0.5, isWrong }));
  const constantOf = (n: number, isWrong: boolean) => scaled(scalingBy(all(n, isWrong), PRIOR), 0.5) - 0.5;
  expect(constantOf(30, false)).toBeLessThan(constantOf(3, false));
  expect(constantOf(3, false)).toBeLessThan(-0.2);
  expect(constantOf(3, true)).toBeGreaterThan(0.1);
});
