import { type Change, relabelling, removal } from "../../src/influence/change.js";
import { inverseHessianVector } from "../../src/influence/inverse.js";
import { Relabeller } from "../../src/influence/relabelling.js";
import { type RetrainingOptions, retrain } from "../../src/influence/retraining.js";
import { segmentGradient } from "../../src/influence/segmentGradient.js";
import { SegmentLattice } from "../../src/influence/segmentLattice.js";
import { SegmentLoss } from "../../src/influence/segmentLoss.js";
import type { Span } from "../../src/influence/spans.js";
import { targetLoss } from "../../src/influence/targetLoss.js";
import { lbfgs } from "../../src/math/lbfgs.js";
import { dot, norm, type Vector } from "../../src/math/vector.js";
import { optimise } from "../../src/tagger/optimise.js";
import type { Problem } from "../../src/tagger/problem.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { PrunedLoss } from "../../src/tagger/surrogate/prunedLoss.js";
import { farthest } from "../helpers/dense.js";
import { random } from "../helpers/random.js";
import { schoolroom } from "../helpers/schoolroom.js";
import { compare } from "../helpers/statistics.js";
import { objectiveOf, problemOf } from "../helpers/tiny.js";

/** Curvature enough that taking one segment's loss out leaves the rest convex: its Hessian is at most a few units. */
const LAMBDA = 2;
const LABELS = 3;

const corpus = schoolroom(1, 40, LABELS);
const objective = objectiveOf(corpus, LAMBDA);
const { problem } = objective;
const { theta } = optimise(objective, { tolerance: 1e-13, maxIterations: 1000 });
const scores = scoresOf(problem, theta);

/** Every retraining ends at a gradient that is rounding. */
const TIGHT: RetrainingOptions = {
  enough: (_, gradient) => norm(gradient) < 1e-10,
  maxSteps: 20,
  forcing: 0.01,
  maxInner: 500,
};
const trained = (change: Change): Float64Array => {
  const result = retrain(objective, theta, change, TIGHT);
  expect(result.converged).toBe(true);
  return result.theta;
};
const segmentOf = (span: Span) => new SegmentLoss(problem, span);
const without = (span: Span, weight = 1) => trained(removal(segmentOf(span), weight));
const towards = (span: Span, y: Int32Array, weight = 1) =>
  trained(relabelling(segmentOf(span), y, theta.length, weight));

// The reference: other sentences of the same kind; its targets are every second token and the one after it.
const reference = problemOf(schoolroom(2, 12, LABELS));
const targets = spansOf(reference).filter((_, i) => i % 2 === 0);
const F = (at: Float64Array) => targetLoss(reference, scoresOf(reference, at), targets);
const before = F(theta);
const gradient = segmentGradient(reference, scoresOf(reference, theta), targets);
const v = inverseHessianVector(objective, theta, gradient, { tolerance: 1e-13, maxIterations: 500 }).x;
const V = scoresOf(problem, v);

/** Spans of one, two and three tokens, one after the other through every sentence. */
function spansOf({ chains }: Problem): Span[] {
  const spans: Span[] = [];
  for (let sentence = 0; sentence + 1 < chains.sentenceStart.length; sentence++) {
    const past = chains.sentenceStart[sentence + 1];
    for (let start = chains.sentenceStart[sentence]; start < past; ) {
      const end = Math.min(past, start + 1 + (spans.length % 3));
      spans.push({ sentence, start, end });
      start = end;
    }
  }
  return spans;
}

function influenceOf(span: Span) {
  const relabeller = new Relabeller(problem.chains, V);
  return {
    influence: new SegmentLattice(problem.chains, scores).influence(span, V).influence,
    relabel: (numbers: ArrayLike<number>) => relabeller.change(span.sentence, { from: span.start, numbers }),
  };
}

/** Every nth segment of the corpus. */
const sample = (n: number) => spansOf(problem).filter((_, i) => i % n === 0);

describe("influence against retraining", () => {
  it("stands on a converged tagger and a reference that is not perfect", () => {
    expect(before).toBeGreaterThan(1);
    const rest = new Float64Array(theta.length);
    objective.evaluate(theta, rest);
    expect(Math.hypot(...rest)).toBeLessThan(1e-10);
  });

  it("is told by retraining: L-BFGS from 0 on the changed loss comes to the same weights", () => {
    for (const span of sample(30)) {
      const segment = segmentOf(span);
      const evaluate = (x: Vector, out: Vector) => {
        const loss = objective.evaluate(x, out) - segment.loss(x);
        segment.addGradient(x, -1, out);
        return loss;
      };
      const options = { done: (gradient: number) => gradient <= 1e-10, maxIterations: 1000, memory: 20 };
      const fresh = lbfgs({ dimension: theta.length, evaluate }, new Float64Array(theta.length), options);
      expect(fresh.converged).toBe(true);
      expect(farthest(without(span), fresh.x)).toBeLessThan(1e-9);
    }
  });

  it("is told by retraining: training on a corpus with the other labels comes to the same weights", () => {
    for (const span of sample(30)) {
      const y = corpus.gold.subarray(span.start, span.end).map((label) => (label + 1) % LABELS);
      const gold = Int32Array.from(corpus.gold);
      gold.set(y, span.start);
      const fresh = optimise(objectiveOf({ ...corpus, gold }, LAMBDA), { tolerance: 1e-13, maxIterations: 1000 });
      expect(farthest(towards(span, y), fresh.theta)).toBeLessThan(1e-9);
    }
  });

  it("is the derivative of retraining without a segment: (F_ε − F) / ε → Δ(S)", () => {
    const epsilon = 1e-3;
    for (const span of sample(9)) {
      const { influence } = influenceOf(span);
      // Central, so that what is left is of order ε² and not the curvature times ε.
      const slopeAt0 = (F(without(span, epsilon)) - F(without(span, -epsilon))) / (2 * epsilon);
      expect(Math.abs(slopeAt0 - influence)).toBeLessThan(1e-5 * Math.abs(influence) + 1e-8);
      const forward = (F(without(span, epsilon)) - before) / epsilon;
      expect(Math.abs(forward - influence)).toBeLessThan(2e-3 * Math.abs(influence) + 1e-5);
    }
  });

  it("is the derivative of retraining towards another labelling: Δ(S → y')", () => {
    const epsilon = 1e-3;
    for (const span of sample(12)) {
      const y = corpus.gold.subarray(span.start, span.end).map((label) => (label + 1) % LABELS);
      const at = (e: number) => F(towards(span, y, e));
      const derivative = (at(epsilon) - at(-epsilon)) / (2 * epsilon);
      const influence = influenceOf(span).relabel(y);
      expect(Math.abs(derivative - influence)).toBeLessThan(1e-5 * Math.abs(influence) + 1e-8);
    }
  });

  it("tells sign, order and size of the change when a segment's labels are taken out", () => {
    const spans = sample(2);
    const predicted = spans.map((span) => influenceOf(span).influence);
    const actual = spans.map((span) => F(without(span, 1)) - before);
    const found = compare(predicted, actual, 0.01);
    expect(found.clear).toBeGreaterThan(20);
    expect(found.agree).toBeGreaterThanOrEqual(0.95);
    expect(found.rank).toBeGreaterThan(0.95);
    // A removal takes curvature along, so the true change is larger than the first order.
    expect(found.slope).toBeGreaterThan(1);
    expect(found.slope).toBeLessThan(2.5);
  });

  it("tells the change when a segment is relabelled", () => {
    const next = random(3);
    const pairs = sample(2).map((span) => {
      const gold = corpus.gold.subarray(span.start, span.end);
      const y = gold.map((label) => (label + 1 + Math.floor(next() * (LABELS - 1))) % LABELS);
      return { predicted: influenceOf(span).relabel(y), actual: F(towards(span, y)) - before };
    });
    const found = compare(
      pairs.map((pair) => pair.predicted),
      pairs.map((pair) => pair.actual),
      // A relabelling moves the tagger twice as far: away from one labelling and towards another.
      0.05,
    );
    expect(found.clear).toBeGreaterThan(20);
    expect(found.agree).toBeGreaterThanOrEqual(0.95);
    expect(found.rank).toBeGreaterThan(0.95);
    expect(found.slope).toBeGreaterThan(0.5);
    expect(found.slope).toBeLessThan(2);
  });

  it("is all but the retraining itself after one Newton step with the segment's curvature taken out", () => {
    const spans = sample(2);
    const actual = spans.map((span) => F(without(span)) - before);
    const refined = spans.map((span) => {
      const at = retrain(objective, theta, removal(segmentOf(span)), { ...TIGHT, maxSteps: 1, forcing: 0.02 });
      return F(at.theta) - before - dot(v, at.gradient);
    });
    const found = compare(refined, actual, 0);
    expect(found.linear).toBeGreaterThan(0.995);
    expect(found.rank).toBeGreaterThan(0.99);
    expect(found.agree).toBeGreaterThanOrEqual(0.99);
    expect(Math.abs(found.slope - 1)).toBeLessThan(0.03);
  });
});

describe("a retraining whose solves are preconditioned by the surrogate of the loss before the change", () => {
  it.each([
    ["labels taken out", (span: Span) => removal(segmentOf(span))],
    ["other labels", (span: Span) => relabelling(segmentOf(span), new Int32Array(span.end - span.start), theta.length)],
  ])("comes to the same weights with fewer products with the Hessian: %s", (_, changeOf) => {
    const lattice = objective.at(theta);
    const surrogate = new PrunedLoss([lattice]);
    lattice.close();
    for (const span of sample(9)) {
      const plain = retrain(objective, theta, changeOf(span), TIGHT);
      const preconditioned = retrain(objective, theta, changeOf(span), { ...TIGHT, surrogate });
      expect(preconditioned.converged).toBe(true);
      expect(farthest(preconditioned.theta, plain.theta)).toBeLessThan(1e-9);
      if (plain.products > 0) expect(preconditioned.products).toBeLessThan(plain.products / 2);
    }
    surrogate.close();
  });
});
