import { attribute } from "../../src/influence/attribution.js";
import { relabelling, removal } from "../../src/influence/change.js";
import { inverseHessianVector } from "../../src/influence/inverse.js";
import { segmentGradient } from "../../src/influence/segmentGradient.js";
import { SegmentLoss } from "../../src/influence/segmentLoss.js";
import { createKernels } from "../../src/kernels/index.js";
import { plainKernels } from "../../src/kernels/plain.js";
import type { Kernels } from "../../src/kernels/types.js";
import { norm } from "../../src/math/vector.js";
import { CrfObjective } from "../../src/tagger/objective.js";
import { optimise } from "../../src/tagger/optimise.js";
import { buildProblem } from "../../src/tagger/problem.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { segmentLoss, wholeHessian, wholeLoss } from "../helpers/allPaths.js";
import { choleskySolve, farthest, inner, relativeDistance } from "../helpers/dense.js";
import { random, uniformVector } from "../helpers/random.js";
import { allSpans } from "../helpers/spans.js";
import { type Tiny, tiny } from "../helpers/tiny.js";

const LAMBDA = 0.7;

function softmax(t: Tiny, kernels: Kernels = plainKernels): CrfObjective {
  const scale = new Float64Array(t.features).fill(1);
  return new CrfObjective(
    kernels,
    buildProblem(kernels, { encoded: t.encoded, scale }, t.labels, t, "softmax"),
    LAMBDA,
  );
}

/** Every token a sentence of its own, in which nothing can lead to anything. */
function apart(t: Tiny): Tiny {
  const weight = Float64Array.from(t.gold, (_, i) => t.weight[t.sentenceStart.findLastIndex((start) => start <= i)]);
  return { ...t, sentenceStart: Int32Array.from({ length: t.gold.length + 1 }, (_, i) => i), weight };
}

describe.each([
  [1, 2, "plain"],
  [2, 3, "plain"],
  [3, 4, "wasm"],
] as const)("a softmax tagger, seed %i, %i labels, %s kernels", (seed, labels, kind) => {
  const t = tiny(seed, { labels, lengths: [1, 3, 2, 4] });
  const kernels = kind === "plain" ? plainKernels : createKernels({ kind: "auto", threads: 1 });
  const objective = softmax(t, kernels);
  const { stride, transitions, dimension } = objective.problem.shape;
  const { theta } = optimise(objective, { tolerance: 1e-12, maxIterations: 500 });
  const W = (x: Float64Array) => x.subarray(0, transitions);
  const tokens = apart(t);
  const H = wholeHessian(tokens, theta, LAMBDA);

  it("has no transitions, and is the classifier of single tokens at its optimum", () => {
    expect(theta.subarray(transitions).every((a) => a === 0)).toBe(true);
    const { value, gradient } = wholeLoss(tokens, theta, LAMBDA);
    expect(norm(gradient)).toBeLessThan(1e-9);
    expect(Math.abs(objective.evaluate(theta, new Float64Array(dimension)) - value)).toBeLessThan(1e-11);
  });

  it("has that classifier's gradient and Hessian", () => {
    const at = uniformVector(dimension, random(seed), 1).map((x, i) =>
      i < transitions && i % stride < labels ? x : 0,
    );
    const gradient = new Float64Array(dimension);
    objective.evaluate(at, gradient);
    expect(farthest(gradient, wholeLoss(tokens, at, LAMBDA).gradient)).toBeLessThan(1e-12);
    const out = new Float64Array(dimension);
    objective.at(theta).hessian.apply(at, out);
    const oracle = H.map((row) => inner(row, at));
    expect(farthest(W(out), W(Float64Array.from(oracle)))).toBeLessThan(1e-12);
    expect(out.subarray(transitions).every((x) => x === 0)).toBe(true);
  });

  it("has a segment's influence as the sum of its tokens', by a dense solve", () => {
    const scores = scoresOf(objective.problem, theta);
    const dense = choleskySolve(H, segmentLoss(tokens, theta, 2, 0, 1).gradient);
    const target = { sentence: 1, start: 2, end: 3 };
    const solved = inverseHessianVector(objective, theta, segmentGradient(objective.problem, scores, [target]), {
      tolerance: 1e-13,
      maxIterations: 500,
    });
    expect(relativeDistance(W(solved.x), W(dense))).toBeLessThan(1e-10);
    for (const { sentence, start, end } of allSpans(t)) {
      let oracle = 0;
      for (let k = start; k < end; k++) oracle += inner(segmentLoss(tokens, theta, k, 0, 1).gradient, dense);
      const found = attribute(objective.problem, scores, solved.x, [{ sentence, start, end }]);
      expect(Math.abs(found.influence - oracle)).toBeLessThan(1e-10);
      expect(found.transitions).toEqual([]);
    }
  });

  it("stays without transitions where a segment is taken out or relabelled", () => {
    for (const span of allSpans(t)) {
      const segment = new SegmentLoss(objective.problem, span);
      const other = t.gold.subarray(span.start, span.end).map((label) => (label + 1) % labels);
      for (const change of [removal(segment), relabelling(segment, other, dimension)]) {
        const gradient = new Float64Array(dimension);
        change.addGradient(theta, gradient);
        change.hessian(theta)?.addProduct(theta, gradient);
        expect(gradient.subarray(transitions).every((x) => x === 0)).toBe(true);
      }
      const sum = new Float64Array(dimension);
      for (let k = span.start; k < span.end; k++) {
        segmentLoss(tokens, theta, k, 0, 1).gradient.forEach((g, i) => {
          sum[i] += g;
        });
      }
      const own = new Float64Array(dimension);
      segment.addGradient(theta, 1, own);
      expect(farthest(own, sum)).toBeLessThan(1e-12);
    }
  });
});
