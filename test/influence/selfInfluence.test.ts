import { defaultTemplates } from "../../src/features/templates.js";
import { removal } from "../../src/influence/change.js";
import { retrain } from "../../src/influence/retraining.js";
import { segmentGradient } from "../../src/influence/segmentGradient.js";
import { SegmentLoss } from "../../src/influence/segmentLoss.js";
import { diagonalSelfInfluence } from "../../src/influence/selfInfluence.js";
import { targetLoss } from "../../src/influence/targetLoss.js";
import { plainKernels } from "../../src/kernels/plain.js";
import { pearson, spearman } from "../../src/math/statistics.js";
import { norm } from "../../src/math/vector.js";
import { CrfObjective } from "../../src/tagger/objective.js";
import { optimise } from "../../src/tagger/optimise.js";
import { buildProblem } from "../../src/tagger/problem.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { train } from "../../src/tagger/train.js";
import { segmentLoss, wholeHessian } from "../helpers/allPaths.js";
import { kernels } from "../helpers/compiled.js";
import { choleskySolve, inner } from "../helpers/dense.js";
import { newswire } from "../helpers/newswire.js";
import { schoolroom } from "../helpers/schoolroom.js";
import { selfInfluences } from "../helpers/selfInfluences.js";
import { allSpans } from "../helpers/spans.js";
import { objectiveOf, tiny } from "../helpers/tiny.js";

/** Retraining ends at a gradient that is rounding. */
const TIGHT = {
  enough: (_: Float64Array<ArrayBufferLike>, gradient: Float64Array<ArrayBufferLike>) => norm(gradient) < 1e-10,
  ...{ maxSteps: 20, forcing: 0.01, maxInner: 500 },
};
const tight = { tolerance: 1e-12, maxIterations: 500 };

describe.each([1, 2, 3])("self-influence, seed %i", (seed) => {
  const t = tiny(seed, { labels: 2 + (seed % 3), lengths: [1, 3, 2, 3] });
  const objective = objectiveOf(t, 0.7);
  const { theta } = optimise(objective, { tolerance: 1e-12, maxIterations: 500 });
  const H = wholeHessian(t, theta, 0.7);
  const spans = allSpans(t);
  const dense = (span: (typeof spans)[number]) => {
    const { gradient } = segmentLoss(t, theta, span.sentence, span.a, span.b);
    return { gradient, u: choleskySolve(H, gradient) };
  };

  it("is g_Sᵀ H⁻¹ g_S by a dense solve, and comes with u = H⁻¹ g_S", () => {
    const found = selfInfluences(objective, theta, spans, tight);
    expect(found).toHaveLength(spans.length);
    spans.forEach((span, i) => {
      const { gradient, u } = dense(span);
      expect(Math.abs(found[i].selfInfluence - inner(gradient, u))).toBeLessThan(1e-11);
      expect(Math.max(...u.map((x, j) => Math.abs(x - found[i].u[j])))).toBeLessThan(1e-10);
    });
  });

  it.each([
    [0.1, 0.07],
    [0.01, 0.0007],
  ])(
    "is approached from below: at a residual of %d within %d, its square times a condition number",
    (tolerance, error) => {
      const rough = selfInfluences(objective, theta, spans, { ...tight, tolerance });
      spans.forEach((span, i) => {
        const { gradient, u } = dense(span);
        const exact = inner(gradient, u);
        expect(rough[i].selfInfluence).toBeLessThan(exact + 1e-12);
        expect(rough[i].selfInfluence).toBeGreaterThan((1 - error) * exact);
      });
    },
  );

  it.each(["crf", "softmax"] as const)("has an approximation that is g_Sᵀ D⁻¹ g_S, %s", (kind) => {
    const t = tiny(seed, { labels: 2 + (seed % 3), lengths: [1, 3, 2, 3], apart: true });
    const spans = allSpans(t);
    const scale = Float64Array.from({ length: t.features }, (_, k) => 1 + k / 4);
    const problem = buildProblem(plainKernels, { encoded: t.encoded, scale, states: null }, t.labels, t, kind);
    const objective = new CrfObjective(plainKernels, problem, 0.7);
    const { theta } = optimise(objective, { tolerance: 1e-6, maxIterations: 100 });
    const scores = scoresOf(objective.problem, theta);
    const diagonal = objective.at(theta).hessian.diagonal();
    const found = diagonalSelfInfluence(objective.problem, scores, diagonal, spans);
    spans.forEach((span, i) => {
      const g = segmentGradient(objective.problem, scores, [span]);
      expect(Math.abs(found[i] - g.reduce((sum, x, j) => sum + (x * x) / diagonal[j], 0))).toBeLessThan(1e-12);
    });
  });
});

it("is the slope of a segment's own loss as its labels lose weight", () => {
  const corpus = schoolroom(1, 30, 3);
  const objective = objectiveOf(corpus, 2);
  const { theta } = optimise(objective, { tolerance: 1e-13, maxIterations: 1000 });
  const { problem } = objective;
  const spans = allSpans(corpus).filter((_, i) => i % 37 === 0);
  const own = (at: Float64Array, span: (typeof spans)[number]) => targetLoss(problem, scoresOf(problem, at), [span]);
  const epsilon = 1e-3;
  const found = selfInfluences(objective, theta, spans, tight);
  spans.forEach((span, i) => {
    const change = (weight: number) => removal(new SegmentLoss(problem, span), weight);
    const without = (weight: number) => own(retrain(objective, theta, change(weight), TIGHT).theta, span);
    const slope = (without(epsilon) - without(-epsilon)) / (2 * epsilon);
    expect(Math.abs(slope - found[i].selfInfluence)).toBeLessThan(1e-5 * found[i].selfInfluence + 1e-8);
  });
});

it("is told in the right order by its approximation, on a newswire", async () => {
  const corpus = await newswire("train", 0, 60);
  const options = { templates: defaultTemplates, scheme: "BIO", lambda: 1, minCount: 1 } as const;
  const { tagger, objective } = train(kernels, corpus, { ...options, tolerance: 1e-7, maxIterations: 2000 });
  const { problem } = objective;
  const spans = Array.from({ length: corpus.sentenceStart.length - 1 }, (_, sentence) => {
    const start = corpus.sentenceStart[sentence];
    return { sentence, start, end: Math.min(start + 1 + (sentence % 2), corpus.sentenceStart[sentence + 1]) };
  });
  const exact = selfInfluences(objective, tagger.theta, spans, { ...tight, tolerance: 1e-5 });
  const diagonal = objective.at(tagger.theta).hessian.diagonal();
  const rough = diagonalSelfInfluence(problem, scoresOf(problem, tagger.theta), diagonal, spans);
  const truth = exact.map(({ selfInfluence }) => selfInfluence);
  expect(spearman(truth, [...rough]) ?? 0).toBeGreaterThan(0.97);
  expect(pearson(truth.map(Math.log), Array.from(rough, Math.log)) ?? 0).toBeGreaterThan(0.97);
});
