import { chooseStep, knownSentences } from "../../src/influence/stepSearch.js";
import { targetLoss } from "../../src/influence/targetLoss.js";
import { combine, scoresOf } from "../../src/tagger/scores.js";
import { maskPadding, wholeLoss } from "../helpers/allPaths.js";
import { random, uniformVector } from "../helpers/random.js";
import { problemOf, tiny } from "../helpers/tiny.js";

function setting(seed: number) {
  const t = tiny(seed, { labels: 3, lengths: [3, 4, 2, 3], weighted: false });
  const problem = problemOf(t);
  const theta = maskPadding(uniformVector(problem.shape.dimension, random(seed)), 3);
  const { gradient } = wholeLoss(t, theta, 0);
  return { problem, theta: scoresOf(problem, theta), gradient, sentences: knownSentences(problem) };
}

describe("chooseStep", () => {
  // The gradient scaled over five decades: from steps that are all too short to steps that overshoot at once.
  it.each([1e-3, 0.1, 1, 10, 50])("takes the best of 1, ½, ¼ … along the gradient times %d", (size) => {
    const { problem, theta, gradient, sentences } = setting(1);
    const v = scoresOf(
      problem,
      gradient.map((g) => size * g),
    );
    const loss = (step: number) => targetLoss(problem, combine(theta, -step, v), sentences);
    const steps = Array.from({ length: 11 }, (_, i) => 2 ** -i);
    const best = steps.toSorted((a, b) => loss(a) - loss(b))[0];
    expect(loss(best)).toBeLessThan(loss(0));
    expect(chooseStep(problem, theta, v, sentences)).toBe(best);
  });

  it("stays where every step does damage, where v is 0, and where there is nothing to measure by", () => {
    const { problem, theta, gradient, sentences } = setting(2);
    const uphill = scoresOf(
      problem,
      gradient.map((g) => -g),
    );
    expect(chooseStep(problem, theta, uphill, sentences)).toBe(0);
    expect(
      chooseStep(
        problem,
        theta,
        scoresOf(
          problem,
          gradient.map(() => 0),
        ),
        sentences,
      ),
    ).toBe(0);
    expect(chooseStep(problem, theta, uphill, [])).toBe(0);
  });

  it("does not take a step that leaves the range of doubles", () => {
    const { problem, theta, gradient, sentences } = setting(3);
    const step = chooseStep(
      problem,
      theta,
      scoresOf(
        problem,
        gradient.map((g) => 1e300 * g),
      ),
      sentences,
    );
    expect(step).toBe(0);
  });
});

it("knownSentences leaves out sentences with a label that the tagger lacks", () => {
  const { problem } = setting(4);
  const gold = Int32Array.from(problem.chains.gold);
  gold[4] = -1;
  const known = knownSentences({ ...problem, chains: { ...problem.chains, gold } });
  expect(known.map(({ sentence, start, end }) => [sentence, start, end])).toEqual([
    [0, 0, 3],
    [2, 7, 9],
    [3, 9, 12],
  ]);
});
