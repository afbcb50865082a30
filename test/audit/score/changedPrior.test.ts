import { withChangedPrior } from "../../../src/audit/score/changedPrior.js";

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const logit = (p: number) => Math.log(p / (1 - p));

/** 1,000 candidates, the first 20 changed; `loud` of these stand out from the rest by as much. */
const corpus = (loud: number) =>
  Float64Array.from({ length: 1000 }, (_, row) => logit(0.002) + (row < loud ? 5 : row < 20 ? -1 : 0));
const isChanged = (row: number) => row < 20;

it("gives changed candidates the share of errors that is likeliest among them, and leaves the others", () => {
  const before = corpus(8);
  const { logOdds, share } = withChangedPrior(before, isChanged);
  const pi = before.reduce((sum, odds) => sum + logistic(odds), 0) / 1000;
  // By the definition: a fixed point with one error among ten candidates in advance.
  const expected = [...logOdds.slice(0, 20)].reduce((sum, odds) => sum + logistic(odds), 0);
  expect(share).toBeCloseTo((expected + 1) / (20 + 10), 6);
  logOdds.slice(0, 20).forEach((odds, row) => {
    expect(odds - before[row]).toBeCloseTo(logit(share) - logit(pi), 6);
  });
  expect(logOdds.slice(20)).toEqual(before.slice(20));
  expect(
    logOdds
      .slice(0, 20)
      .map(logistic)
      .filter((p) => p >= 0.5),
  ).toHaveLength(8);
  expect(before.map(logistic).filter((p) => p >= 0.5)).toHaveLength(0);
});

it("finds nothing in a commit that looks like the corpus", () => {
  const { logOdds, share } = withChangedPrior(corpus(0), isChanged);
  expect(share).toBeLessThan(0.06);
  expect([...logOdds].filter((odds) => odds >= 0)).toEqual([]);
});

it("leaves a corpus without changes, and candidates that have no other annotation", () => {
  const before = corpus(3);
  expect(withChangedPrior(before, () => false).logOdds).toEqual(before);
  before[0] = Number.NEGATIVE_INFINITY;
  expect(withChangedPrior(before, isChanged).logOdds[0]).toBe(Number.NEGATIVE_INFINITY);
});
