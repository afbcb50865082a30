import fc from "fast-check";
import { likeliestShare, singleShare } from "../../../src/audit/score/singleShare.js";

const RUNS = { numRuns: 200 };
const evidence = fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 1, maxLength: 40 });
const logLikelihood = (e: Float64Array, share: number) =>
  e.reduce((sum, x) => sum + Math.log(1 - share + share * Math.exp(x)), 0);

it("no share is likelier than the likeliest", () => {
  fc.assert(
    fc.property(evidence, fc.double({ min: 0, max: 1, noNaN: true }), (values, other) => {
      const e = Float64Array.from(values);
      const found = likeliestShare(e);
      expect(logLikelihood(e, found)).toBeGreaterThanOrEqual(logLikelihood(e, other) - 1e-6);
    }),
    RUNS,
  );
});

it("candidates that cannot be wrong count as right, and evidence without bounds is evidence", () => {
  expect(likeliestShare(Float64Array.of(Number.NEGATIVE_INFINITY, 1000))).toBeCloseTo(0.5, 9);
  expect(likeliestShare(Float64Array.of(Number.NEGATIVE_INFINITY))).toBe(0);
  expect(likeliestShare(new Float64Array(0))).toBe(0);
});

it("adds only what is estimated beyond what looks wrong in every corpus", () => {
  const half = Float64Array.of(-40, 40);
  expect(singleShare(half, { share: 0.01, beyond: null })).toBe(0.01);
  expect(singleShare(half, { share: 0.01, beyond: 0.2 })).toBeCloseTo(0.31, 9);
  expect(singleShare(half, { share: 0.01, beyond: 0.6 })).toBe(0.01);
});
