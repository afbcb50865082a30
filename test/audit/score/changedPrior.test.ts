import { withChangedPrior } from "../../../src/audit/score/changedPrior.js";

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const logit = (p: number) => Math.log(p / (1 - p));
const sum = (all: Iterable<number>, of: (x: number) => number) => [...all].reduce((total, x) => total + of(x), 0);

const PRIOR = { errors: 1, correct: 50, unchanged: 0.002 };
/** Evidence of 1,000 candidates, the first 20 changed; `loud` of these stand out, and all of it is as much too high. */
const corpus = (loud: number, level = 0) =>
  Float64Array.from({ length: 1000 }, (_, row) => level + (row < loud ? 9 : (row % 7) - 4));
const isChanged = (row: number) => row < 20;
const scores = (evidence: Float64Array) =>
  withChangedPrior(new Float64Array(1000).fill(-7), evidence, isChanged, () => false, PRIOR);

it("gives changed candidates the share of errors that is likeliest among them, and leaves the others", () => {
  const evidence = corpus(8);
  const { logOdds, share } = scores(evidence);
  const changed = logOdds.slice(0, 20);
  // By the definition: a fixed point with one error among 51 candidates in advance.
  expect(share).toBeCloseTo((sum(changed, logistic) + 1) / (20 + 51), 6);
  const s = changed[0] - evidence[0] - logit(share);
  changed.forEach((odds, row) => {
    expect(odds - evidence[row]).toBeCloseTo(s + logit(share), 6);
  });
  // What evidence is worth: as much as leaves the prior's share to the others.
  const shift = s + logit(0.002);
  const expected = sum(evidence.slice(20), (x) => logistic(x + shift)) + 51 * logistic(shift);
  expect(expected).toBeCloseTo(0.002 * (980 + 51), 6);
  expect([...changed].filter((odds) => odds >= 0)).toHaveLength(8);
  expect(logOdds.slice(20)).toEqual(new Float64Array(980).fill(-7));
});

it("does not depend on how suspicious the whole corpus looks", () => {
  const [one, other] = [scores(corpus(8)), scores(corpus(8, 2))];
  // The 51 candidates of the prior alone do not move.
  one.logOdds.forEach((odds, row) => {
    expect(Math.abs(odds - other.logOdds[row])).toBeLessThan(0.5);
  });
});

it("finds nothing in a commit that looks like the corpus", () => {
  const { logOdds, share } = scores(corpus(0));
  expect(share).toBeLessThan(0.02);
  expect([...logOdds].filter((odds) => odds >= 0)).toEqual([]);
});

it("leaves a corpus without changes, and candidates that have no other annotation", () => {
  const before = new Float64Array(1000).fill(-7);
  expect(
    withChangedPrior(
      before,
      corpus(3),
      () => false,
      () => false,
      PRIOR,
    ).logOdds,
  ).toEqual(before);
  const evidence = corpus(3);
  evidence[0] = Number.NEGATIVE_INFINITY;
  expect(scores(evidence).logOdds[0]).toBe(Number.NEGATIVE_INFINITY);
});

it("judges a corpus that is new as a whole by what evidence is usually worth", () => {
  const { logOdds } = withChangedPrior(
    new Float64Array(1000),
    corpus(8, -3),
    () => true,
    () => false,
    PRIOR,
  );
  expect([...logOdds].filter((odds) => odds >= 0)).toHaveLength(8);
});

it("keeps the score of a known systematic error where that is higher", () => {
  const before = new Float64Array(1000).fill(3);
  const { logOdds } = withChangedPrior(before, corpus(0), isChanged, (row) => row === 5 || row === 500, PRIOR);
  expect(logOdds[5]).toBe(3);
  expect(logOdds[6]).toBeLessThan(0);
  const strong = withChangedPrior(before, corpus(8), isChanged, (row) => row === 5, PRIOR).logOdds;
  expect(strong[5]).toBe(strong[4]);
});
