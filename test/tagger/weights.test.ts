import { inverseHessianVector } from "../../src/influence/inverse.js";
import { segmentGradient } from "../../src/influence/segmentGradient.js";
import { optimise } from "../../src/tagger/optimise.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { farthest } from "../helpers/dense.js";
import { random } from "../helpers/random.js";
import { schoolroom } from "../helpers/schoolroom.js";
import { objectiveOf, type Tiny } from "../helpers/tiny.js";

const corpus = schoolroom(7, 15, 3);

/** The sentences of `order`, one after the other; some may come twice or not at all. */
function arranged(t: Tiny, order: readonly number[]): Tiny {
  const { encoded, sentenceStart, gold } = t;
  const bounds = order.map((k) => [sentenceStart[k], sentenceStart[k + 1]] as const);
  const starts = [0];
  for (const [start, end] of bounds) starts.push(starts[starts.length - 1] + end - start);
  const gather = (source: Int32Array, width: number) =>
    Int32Array.from(bounds.flatMap(([start, end]) => [...source.subarray(start * width, end * width)]));
  return {
    ...t,
    encoded: {
      ...encoded,
      tokens: starts[starts.length - 1],
      tokenBlocks: gather(encoded.tokenBlocks, encoded.groups),
    },
    sentenceStart: Int32Array.from(starts),
    gold: gather(gold, 1),
    weight: Float64Array.from(order, (k) => t.weight[k]),
  };
}

/** Everything that a report rests on: the optimum, its loss, and v of one target. */
function fitted(t: Tiny) {
  const objective = objectiveOf(t, 0.5);
  const { theta, value, converged } = optimise(objective, { tolerance: 1e-13, maxIterations: 1000 });
  expect(converged).toBe(true);
  const { problem } = objectiveOf(corpus, 0.5);
  const target = { sentence: 0, start: 0, end: 2 };
  const gradient = segmentGradient(problem, scoresOf(problem, theta), [target]);
  const v = inverseHessianVector(objective, theta, gradient, { tolerance: 1e-13, maxIterations: 500 }).x;
  return { theta, value, v };
}

function expectSame(one: Tiny, two: Tiny) {
  const [a, b] = [fitted(one), fitted(two)];
  expect(Math.abs(a.value - b.value)).toBeLessThan(1e-11 * a.value);
  expect(farthest(a.theta, b.theta)).toBeLessThan(1e-10);
  expect(farthest(a.v, b.v)).toBeLessThan(1e-10);
}

const all = [...corpus.weight.keys()];
const weighted = (weight: (k: number) => number): Tiny => ({ ...corpus, weight: Float64Array.from(all, weight) });

it("a weight of 2 is the sentence twice", () => {
  expectSame(
    weighted((k) => (k === 4 ? 2 : 1)),
    arranged(corpus, [...all, 4]),
  );
});

it("a weight of 0 is the sentence left out", () => {
  expectSame(
    weighted((k) => (k === 4 ? 0 : 1)),
    arranged(
      corpus,
      all.filter((k) => k !== 4),
    ),
  );
});

it("the order of the sentences is nothing", () => {
  const next = random(3);
  const key = all.map(() => next());
  expectSame(
    corpus,
    arranged(
      corpus,
      all.toSorted((a, b) => key[a] - key[b]),
    ),
  );
});
