import { annotatedCandidates, candidateAt } from "../../../src/audit/candidates/candidates.js";
import { readReference } from "../../../src/audit/candidates/decode.js";
import { refineAll } from "../../../src/audit/signals/refine.js";
import { TagEncoder } from "../../../src/audit/suggestions/tagEncoder.js";
import { annotate, readSegments } from "../../../src/corpus/index.js";
import { defaultTemplates } from "../../../src/features/templates.js";
import { relabelling, removal } from "../../../src/influence/change.js";
import { inverseHessianVector } from "../../../src/influence/inverse.js";
import { retrain } from "../../../src/influence/retraining.js";
import { segmentGradient } from "../../../src/influence/segmentGradient.js";
import { SegmentLoss } from "../../../src/influence/segmentLoss.js";
import { targetLoss } from "../../../src/influence/targetLoss.js";
import { chooseTargets } from "../../../src/influence/targets.js";
import { createKernels } from "../../../src/kernels/index.js";
import { dot, norm } from "../../../src/math/vector.js";
import { scoresOf } from "../../../src/tagger/scores.js";
import { train } from "../../../src/tagger/train.js";
import { newswire } from "../../helpers/newswire.js";

const corpus = await newswire("train", 0, 100);
const kernels = createKernels({ threads: 1 });
afterAll(() => kernels.close());
const templates = { templates: defaultTemplates, scheme: "BIO", lambda: 1, minCount: 1, maxIterations: 2000 } as const;
/** Trained as an audit trains, so that its own gradient is as large as a segment's. */
const { tagger, objective } = train(kernels, corpus, { ...templates, tolerance: 1e-5 });
const { theta } = train(kernels, corpus, { ...templates, tolerance: 1e-11 }).tagger;

const annotated = readSegments(corpus, "BIO").segments;
const {
  problem,
  gold,
  predicted,
  theta: scores,
} = readReference(tagger, annotate(await newswire("reference", 0, 60), "BIO"));
const reference = await newswire("reference", 0, 60);
const targets = chooseTargets(
  { kind: "errors" },
  reference,
  gold.segments,
  predicted,
  problem.chains.gold as Int32Array,
);
const b = segmentGradient(problem, scores, targets);
const v = inverseHessianVector(objective, tagger.theta, b, { tolerance: 1e-3, maxIterations: 500 }).x;
const tagEncoder = new TagEncoder("BIO", tagger.labels, annotated);
const all = annotatedCandidates(annotated);
const chosen = [3, 40, 77, 111].map((i) => {
  const candidate = candidateAt(all, i);
  const { start, end, label } = candidate;
  const other = annotated.labels.find((one) => one !== label) as string;
  return { ...candidate, proposal: { start, end, segments: [{ start, end, label: other }] } };
});
const refined = refineAll(chosen, { objective, theta: tagger.theta, v, problem, targets, tagEncoder });

const F = (at: Float64Array) => targetLoss(problem, scoresOf(problem, at), targets);
/** Δ by retraining from the very optimum to the very optimum. */
const truth = (change: Parameters<typeof retrain>[2]) => {
  const enough = (_: unknown, gradient: Float64Array) => norm(gradient) < 1e-8;
  const tight = retrain(objective, theta, change, {
    enough: enough as never,
    maxSteps: 20,
    forcing: 0.1,
    maxInner: 500,
  });
  expect(tight.converged).toBe(true);
  return F(tight.theta) - F(theta);
};

it("refines a candidate's influence to what retraining without it does", () => {
  expect(targets.length).toBeGreaterThan(5);
  chosen.forEach((candidate, i) => {
    const actual = truth(removal(new SegmentLoss(objective.problem, candidate)));
    expect(Math.abs(refined[i].influence - actual)).toBeLessThan(0.03 * Math.abs(actual) + 1e-4);
  });
});

it("refines a suggestion's influence to what retraining with it does", () => {
  chosen.forEach((candidate, i) => {
    const { numbers } = tagEncoder.encode(candidate.proposal, candidate.sentence, candidate.previous)!;
    const actual = truth(relabelling(new SegmentLoss(objective.problem, candidate), numbers, theta.length));
    expect(Math.abs((refined[i].relabelInfluence as number) - actual)).toBeLessThan(0.03 * Math.abs(actual) + 1e-4);
    const first = dot(v, movedFeatures(candidate, numbers));
    // And that is not what first order says.
    expect(Math.abs(first - actual)).toBeGreaterThan(0.1 * Math.abs(actual));
  });
});

function movedFeatures(span: (typeof chosen)[number], numbers: readonly number[]): Float64Array {
  const moved = new Float64Array(theta.length);
  new SegmentLoss(objective.problem, span).addMoved(1, numbers, moved);
  return moved;
}

it("has no suggestion to refine where there is none", () => {
  const [one] = refineAll([{ ...chosen[0], proposal: null }], {
    ...{ objective, theta: tagger.theta, v, problem, targets, tagEncoder },
  });
  expect(one).toEqual({ influence: refined[0].influence, relabelInfluence: null });
});
