import { Relabeller } from "../../src/influence/relabelling.js";
import { segmentGradient } from "../../src/influence/segmentGradient.js";
import { SegmentLattice } from "../../src/influence/segmentLattice.js";
import { targetLoss } from "../../src/influence/targetLoss.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { distribution, featureVector, goldOf, maskPadding, paths, segmentLoss } from "../helpers/allPaths.js";
import { farthest, inner } from "../helpers/dense.js";
import { random, uniformVector } from "../helpers/random.js";
import { allSpans } from "../helpers/spans.js";
import { problemOf, tiny } from "../helpers/tiny.js";

/** A random problem with θ and a second weight vector v, all of them read on the corpus. */
function setting(seed: number, labels: number, spread = 1.5) {
  const t = tiny(seed, { labels, lengths: [1, 3, 2, labels > 4 ? 3 : 4] });
  const problem = problemOf(t);
  const draw = (s: number, scale: number) =>
    maskPadding(uniformVector(problem.shape.dimension, random(s), scale), labels);
  const theta = draw(seed + 10, spread);
  const v = draw(seed + 20, 1);
  const lattice = new SegmentLattice(problem.chains, scoresOf(problem, theta));
  return { t, problem, theta, v, scores: scoresOf(problem, theta), V: scoresOf(problem, v), lattice };
}

// Odd and even label counts; ±1 is what training gives. At ±100 a token's logits reach ±300 and more, e^±300 ² apart.
describe.each([
  [1, 2, 1.5],
  [2, 3, 1.5],
  [3, 4, 1.5],
  [4, 5, 1.5],
  [5, 1, 1.5],
  [6, 2, 100],
  [7, 3, 100],
])("the clamped lattice against all paths, seed %i, %i labels, weights up to %d", (seed, labels, spread) => {
  const { t, problem, theta, v, scores, V, lattice } = setting(seed, labels, spread);
  // Scores are sums of a dozen weights, so rounding is about 1e-16 of spread · 10.
  const close = 1e-13 * Math.max(1, spread) * 10;

  it("has the loss of every span", () => {
    for (const span of allSpans(t)) {
      const { loss } = segmentLoss(t, theta, span.sentence, span.a, span.b);
      expect(Math.abs(lattice.loss(span) - loss)).toBeLessThan(close);
    }
  });

  it("has the log probability of every labelling", () => {
    for (const span of allSpans(t)) {
      const { rows, logZ } = distribution(t, theta, span.sentence, span.a, span.b);
      const logs = lattice.logProbabilities(
        span,
        rows.map(({ y }) => y.slice(span.a, span.b)),
      );
      rows.forEach(({ score }, i) => {
        expect(Math.abs(logs[i] - (score - logZ))).toBeLessThan(close);
      });
    }
  });

  it("has the gradient g_S, boundary transitions included", () => {
    for (const span of allSpans(t)) {
      const oracle = segmentLoss(t, theta, span.sentence, span.a, span.b).gradient;
      expect(farthest(segmentGradient(problem, scores, [span]), oracle)).toBeLessThan(close);
    }
  });

  it("projects v: Δ(S) = v · g_S and Δ(S → y') = v · (Φ(y') − Φ(y_S))", () => {
    const relabeller = new Relabeller(problem.chains, V);
    for (const span of allSpans(t)) {
      const { sentence, start, a, b } = span;
      const { loss, influence } = lattice.influence(span, V);
      expect(loss).toBe(lattice.loss(span));
      const oracle = segmentLoss(t, theta, sentence, a, b).gradient;
      expect(Math.abs(influence - inner(v, oracle))).toBeLessThan(close);
      const gold = inner(v, featureVector(t, sentence, goldOf(t, sentence)));
      for (const { y, phi } of distribution(t, theta, sentence, a, b).rows) {
        const relabel = relabeller.change(sentence, { from: start, numbers: y.slice(a, b) });
        expect(Math.abs(relabel - (inner(v, phi) - gold))).toBeLessThan(1e-13);
      }
    }
  });
});

describe("segments within segments", () => {
  it.each([11, 12, 13])("ℓ_B = ℓ_A − log p(y_{B∖A} | y_−B) with A summed out, seed %i", (seed) => {
    const { t, lattice } = setting(seed, 3);
    for (const B of allSpans(t)) {
      for (const A of allSpans(t).filter((s) => s.sentence === B.sentence && s.a >= B.a && s.b <= B.b)) {
        const gold = goldOf(t, B.sentence);
        const labellings = Array.from(paths(t.labels, A.b - A.a), (y) => [
          ...gold.slice(B.a, A.a),
          ...y,
          ...gold.slice(A.b, B.b),
        ]);
        const rest = lattice.logProbabilities(B, labellings).reduce((sum, log) => sum + Math.exp(log), 0);
        expect(Math.abs(lattice.loss(B) - (lattice.loss(A) - Math.log(rest)))).toBeLessThan(1e-12);
      }
    }
  });
});

describe("one lattice for many segments", () => {
  it("gives the bits of a fresh one, whatever it held before", () => {
    const { t, problem, scores, V, lattice } = setting(21, 3);
    const spans = allSpans(t);
    // Long, short and middling segments in turn, so that buffers hold longer leavings and have to grow.
    const mixed = [...spans, ...spans.toReversed(), ...spans.toSorted((x, y) => ((7 * x.end) % 5) - ((7 * y.end) % 5))];
    for (const span of mixed) {
      const fresh = new SegmentLattice(problem.chains, scores);
      const rows = () => new Float64Array(problem.chains.tokens * problem.shape.stride);
      const [one, other] = [lattice, fresh].map((of) => {
        const [errors, edges, changes, pairs] = [rows(), rows(), rows(), rows()];
        of.addGradient(span, 1, errors, edges);
        const variance = of.addCovariance(span, V, changes, pairs);
        return [of.influence(span, V), variance, errors, edges, changes, pairs];
      });
      expect(one).toEqual(other);
    }
  });

  it("sums the losses and gradients of several targets, one of them twice", () => {
    const { t, problem, theta, scores } = setting(22, 4);
    const all = allSpans(t);
    const spans = [...all, all[3]];
    const oracles = spans.map(({ sentence, a, b }) => segmentLoss(t, theta, sentence, a, b));
    const loss = oracles.reduce((sum, oracle) => sum + oracle.loss, 0);
    const gradient = theta.map((_, i) => oracles.reduce((sum, oracle) => sum + oracle.gradient[i], 0));
    expect(Math.abs(targetLoss(problem, scores, spans) - loss)).toBeLessThan(1e-11);
    expect(farthest(segmentGradient(problem, scores, spans), gradient)).toBeLessThan(1e-11);
  });
});
