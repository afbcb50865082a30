import { inverseHessianVector } from "../../src/influence/inverse.js";
import { segmentGradient } from "../../src/influence/segmentGradient.js";
import { SegmentLattice } from "../../src/influence/segmentLattice.js";
import { optimise } from "../../src/tagger/optimise.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { segmentLoss, wholeHessian } from "../helpers/allPaths.js";
import { choleskySolve, inner, relativeDistance } from "../helpers/dense.js";
import { allSpans } from "../helpers/spans.js";
import { objectiveOf, tiny } from "../helpers/tiny.js";

const LAMBDA = 0.7;
const tight = { tolerance: 1e-13, maxIterations: 500 };

/** A tagger at its optimum, with the Hessian of the definition there. */
function trained(seed: number) {
  const t = tiny(seed, { labels: 2 + (seed % 3), lengths: [1, 3, 2, 3] });
  const objective = objectiveOf(t, LAMBDA);
  const { theta } = optimise(objective, { tolerance: 1e-12, maxIterations: 500 });
  return { t, objective, theta, scores: scoresOf(objective.problem, theta), H: wholeHessian(t, theta, LAMBDA) };
}

describe.each([1, 2, 3])("v = H⁻¹ ∇F at the optimum, seed %i", (seed) => {
  const { t, objective, theta, scores, H } = trained(seed);
  const { problem } = objective;
  const spans = allSpans(t);
  const targets = spans.filter((_, i) => i % 3 === 0);

  it("is the dense solution of the definition's Hessian and gradient", () => {
    const oracle = theta.map(() => 0);
    for (const { sentence, a, b } of targets) {
      segmentLoss(t, theta, sentence, a, b).gradient.forEach((g, i) => {
        oracle[i] += g;
      });
    }
    const gradient = segmentGradient(problem, scores, targets);
    const { x, converged } = inverseHessianVector(objective, theta, gradient, tight);
    expect(converged).toBe(true);
    expect(relativeDistance(x, choleskySolve(H, oracle))).toBeLessThan(1e-11);
  });

  it("gives Δ(S) = g_Sᵀ H⁻¹ ∇F for every span by a projection alone", () => {
    const { x } = inverseHessianVector(objective, theta, segmentGradient(problem, scores, targets), tight);
    const v = scoresOf(problem, x);
    const lattice = new SegmentLattice(problem.chains, scores);
    const dense = choleskySolve(H, segmentGradient(problem, scores, targets));
    for (const span of spans) {
      const oracle = inner(segmentLoss(t, theta, span.sentence, span.a, span.b).gradient, dense);
      expect(Math.abs(lattice.influence(span, v).influence - oracle)).toBeLessThan(1e-11);
    }
  });

  it("is symmetric: S on T is T on S, and self-influence is positive", () => {
    const gradients = spans.slice(0, 8).map((span) => segmentGradient(problem, scores, [span]));
    const solved = gradients.map((g) => inverseHessianVector(objective, theta, g, tight).x);
    for (const [i, gi] of gradients.entries()) {
      expect(inner(gi, solved[i])).toBeGreaterThan(0);
      for (const [j, gj] of gradients.entries()) {
        expect(Math.abs(inner(gi, solved[j]) - inner(gj, solved[i]))).toBeLessThan(1e-11);
      }
    }
  });

  it("adds up: v of all targets is the sum of the v of each", () => {
    const whole = inverseHessianVector(objective, theta, segmentGradient(problem, scores, targets), tight).x;
    const sum = new Float64Array(theta.length);
    for (const target of targets) {
      const one = inverseHessianVector(objective, theta, segmentGradient(problem, scores, [target]), tight).x;
      one.forEach((x, i) => {
        sum[i] += x;
      });
    }
    expect(relativeDistance(sum, whole)).toBeLessThan(1e-11);
  });
});
