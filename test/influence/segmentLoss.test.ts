import { SegmentLoss } from "../../src/influence/segmentLoss.js";
import { gradientNorms } from "../../src/influence/sparseGradient.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { distribution, featureVector, goldOf, maskPadding, segmentLoss } from "../helpers/allPaths.js";
import { farthest, inner } from "../helpers/dense.js";
import { random, uniformVector } from "../helpers/random.js";
import { allSpans, type PlacedSpan } from "../helpers/spans.js";
import { problemOf, type Tiny, tiny } from "../helpers/tiny.js";

/** Cov_q(Φ) u by the definition. */
function covariance(t: Tiny, theta: Float64Array, { sentence, a, b }: PlacedSpan, u: Float64Array): Float64Array {
  const { rows } = distribution(t, theta, sentence, a, b);
  const out = new Float64Array(theta.length);
  const mean = new Float64Array(theta.length);
  for (const { p, phi } of rows) for (let i = 0; i < phi.length; i++) mean[i] += p * phi[i];
  for (const { p, phi } of rows) {
    const d = phi.map((x, i) => x - mean[i]);
    const along = p * inner(d, u);
    for (let i = 0; i < d.length; i++) out[i] += along * d[i];
  }
  return out;
}

describe.each([
  [1, 2, 1.5],
  [2, 3, 1.5],
  [3, 4, 1.5],
  [4, 5, 1.5],
  [5, 3, 100],
])("one segment's loss against all paths, seed %i, %i labels, weights up to %d", (seed, labels, spread) => {
  const t = tiny(seed, { labels, lengths: [1, 3, 2, labels > 4 ? 3 : 4] });
  const problem = problemOf(t);
  const draw = (s: number, scale: number) =>
    maskPadding(uniformVector(problem.shape.dimension, random(s), scale), labels);
  const theta = draw(seed + 10, spread);
  const u = draw(seed + 20, 1);
  const close = 1e-12 * Math.max(1, spread);
  const segmentOf = (span: PlacedSpan) => new SegmentLoss(problem, span);

  it("has the loss and gradient of every span", () => {
    for (const span of allSpans(t)) {
      const oracle = segmentLoss(t, theta, span.sentence, span.a, span.b);
      const segment = segmentOf(span);
      const gradient = new Float64Array(theta.length);
      segment.addGradient(theta, 1, gradient);
      expect(Math.abs(segment.loss(theta) - oracle.loss)).toBeLessThan(close);
      expect(farthest(gradient, oracle.gradient)).toBeLessThan(close);
      const [norm] = gradientNorms(problem, scoresOf(problem, theta), [{ spans: [span] }]);
      expect(Math.abs(norm - Math.hypot(...oracle.gradient))).toBeLessThan(close);
    }
  });

  it("has the Hessian Cov_q(Φ) of every span, and its quadratic form", () => {
    for (const span of allSpans(t)) {
      const oracle = covariance(t, theta, span, u);
      const product = new Float64Array(theta.length);
      const quadratic = segmentOf(span).hessian(theta).addProduct(1, u, product);
      expect(farthest(product, oracle)).toBeLessThan(close);
      expect(Math.abs(quadratic - inner(u, oracle))).toBeLessThan(close);
    }
  });

  it("adds to what is there, weighted", () => {
    const [span] = allSpans(t).filter(({ a, b }) => b - a === 2);
    const segment = segmentOf(span);
    const sum = theta.map((x) => 3 * x);
    segment.addGradient(theta, -0.5, sum);
    segment.hessian(theta).addProduct(2, u, sum);
    const gradient = segmentLoss(t, theta, span.sentence, span.a, span.b).gradient;
    const curvature = covariance(t, theta, span, u);
    expect(
      farthest(
        sum,
        theta.map((x, i) => 3 * x - 0.5 * gradient[i] + 2 * curvature[i]),
      ),
    ).toBeLessThan(close);
  });

  it("has Φ(y) − Φ(y_S) of every labelling", () => {
    for (const span of allSpans(t)) {
      const gold = featureVector(t, span.sentence, goldOf(t, span.sentence));
      for (const { y, phi } of distribution(t, theta, span.sentence, span.a, span.b).rows) {
        const moved = new Float64Array(theta.length);
        segmentOf(span).addMoved(1, y.slice(span.a, span.b), moved);
        expect(
          farthest(
            moved,
            phi.map((x, i) => x - gold[i]),
          ),
        ).toBe(0);
      }
    }
  });
});
