import { influenceOnTargets, mostOpposed, opposedBySegment } from "../../../src/audit/signals/opposed.js";
import { inverseHessianVector } from "../../../src/influence/inverse.js";
import { segmentGradient } from "../../../src/influence/segmentGradient.js";
import type { Target } from "../../../src/influence/targets.js";
import { optimise } from "../../../src/tagger/optimise.js";
import { scoresOf } from "../../../src/tagger/scores.js";
import { corpusOf } from "../../helpers/corpora.js";
import { inner } from "../../helpers/dense.js";
import { allSpans } from "../../helpers/spans.js";
import { objectiveOf, problemOf, tiny } from "../../helpers/tiny.js";

const targetOf = (start: number, end = start + 1): Target => ({ sentence: 0, start, end, label: "X", predicted: "O" });

it("influenceOnTargets gives each target's own Δ(S), and they add up to Δ(S) of all", () => {
  const t = tiny(1);
  const objective = objectiveOf(t);
  const { theta } = optimise(objective, { tolerance: 1e-12, maxIterations: 500 });
  const scores = scoresOf(objective.problem, theta);
  // The reference: other sentences over the same features.
  const other = tiny(2);
  const problem = problemOf(other);
  const targets = allSpans(other).map((span) => ({ ...span, label: "X", predicted: "O" }));
  const reference = { problem, theta: scoresOf(problem, theta), targets };
  const solve = { tolerance: 1e-13, maxIterations: 500 };
  const segment = allSpans(t)[4];
  const others = allSpans(t).slice(0, 9);
  const [found, ...rest] = influenceOnTargets(
    objective,
    objective.problem,
    scores,
    theta,
    [segment, ...others],
    reference,
    solve,
  );
  expect(rest).toHaveLength(others.length);
  const [alone] = influenceOnTargets(objective, objective.problem, scores, theta, [others[7]], reference, solve);
  alone.onTargets.forEach((delta, i) => {
    expect(Math.abs(rest[7].onTargets[i] - delta)).toBeLessThan(1e-11);
  });

  const g = segmentGradient(objective.problem, scores, [segment]);
  const influenceOf = (of: readonly Target[]) =>
    inner(g, inverseHessianVector(objective, theta, segmentGradient(problem, reference.theta, of), solve).x);
  expect(found.onTargets).toHaveLength(targets.length);
  targets.forEach((target, i) => {
    expect(Math.abs(found.onTargets[i] - influenceOf([target]))).toBeLessThan(1e-11);
  });
  const sum = found.onTargets.reduce((total, delta) => total + delta, 0);
  expect(Math.abs(sum - influenceOf(targets))).toBeLessThan(1e-10);
  const own = inner(g, inverseHessianVector(objective, theta, g, solve).x);
  expect(Math.abs(found.selfInfluence - own)).toBeLessThan(1e-11);
  const [without] = influenceOnTargets(objective, objective.problem, scores, theta, [segment], null, solve);
  expect(without.onTargets).toHaveLength(0);
  expect(Math.abs(without.selfInfluence - own)).toBeLessThan(1e-11);
});

describe("mostOpposed", () => {
  const reference = corpusOf("a/O b/O c/O d/O e/O f/O g/O h/O");
  const targets = [0, 1, 2, 3, 4, 5, 6].map((start) => targetOf(start));

  it("lists the five worst, worst first, ties in file order", () => {
    const influence = Float64Array.of(-1, -3, 2, -1, -0.5, -4, -0.1);
    const listed = mostOpposed(reference, targets, influence);
    expect(listed.map(({ tokens, influence: delta }) => [tokens.join(), delta])).toEqual([
      ["f", -4],
      ["b", -3],
      ["a", -1],
      ["d", -1],
      ["e", -0.5],
    ]);
  });

  it("lists nothing that the segment supports or leaves alone", () => {
    expect(mostOpposed(reference, targets, Float64Array.of(0, 1, 2, 3, 0, 5, 6))).toEqual([]);
  });

  it("tells where each stands and what the tagger says there", () => {
    const wide = [{ ...targetOf(2, 5), label: "LOC", predicted: "ORG" }];
    expect(mostOpposed(reference, wide, Float64Array.of(-2))).toEqual([
      {
        file: "<test>",
        line: 3,
        tokens: ["c", "d", "e"],
        label: "LOC",
        predicted: "ORG",
        influence: -2,
        context: { before: ["a", "b"], after: ["f", "g", "h"] },
      },
    ]);
  });
});

describe("opposedBySegment", () => {
  it("lists each target once, under the segment that opposes it most, by features that both have", () => {
    // Two segments, four targets.
    const influence = Float64Array.of(-1, -2, -3, 1, -2, -1, -3, -1);
    const shared = Float64Array.of(-1, -2, -1, 1, -1, -1, -2, 0);
    const listed = opposedBySegment(influence, shared, 4).map((targets) => [...targets]);
    // The third: more of the first segment's influence runs over other features. The fourth: helped, or unrelated.
    expect(listed).toEqual([[1], [0, 2]]);
  });

  it("lists none where there are no targets", () => {
    expect(opposedBySegment(new Float64Array(0), new Float64Array(0), 0)).toEqual([]);
  });
});

it("the shared part of an influence is that of the segment's own features", () => {
  const t = tiny(1);
  const objective = objectiveOf(t);
  const { theta } = optimise(objective, { tolerance: 1e-12, maxIterations: 500 });
  const scores = scoresOf(objective.problem, theta);
  const problem = problemOf(tiny(2));
  const targets = allSpans(tiny(2)).map((span) => ({ ...span, label: "X", predicted: "O" }));
  const reference = { problem, theta: scoresOf(problem, theta), targets };
  const solve = { tolerance: 1e-13, maxIterations: 500 };
  const segment = allSpans(t)[4];
  const [found] = influenceOnTargets(objective, objective.problem, scores, theta, [segment], reference, solve);
  const { x } = inverseHessianVector(objective, theta, segmentGradient(objective.problem, scores, [segment]), solve);
  const { tokenBlocks, blockStart, blockFeatures, groups } = t.encoded;
  const own = new Set<number>();
  for (let i = segment.start * groups; i < segment.end * groups; i++) {
    const block = tokenBlocks[i];
    for (let j = blockStart[block]; j < blockStart[block + 1]; j++) own.add(blockFeatures[j]);
  }
  const { stride } = objective.problem.shape;
  const restricted = x.map((value, i) => (own.has(Math.floor(i / stride)) ? value : 0));
  targets.forEach((target, i) => {
    const expected = inner(restricted, segmentGradient(problem, reference.theta, [target]));
    expect(Math.abs(found.shared[i] - expected)).toBeLessThan(1e-11);
  });
});
