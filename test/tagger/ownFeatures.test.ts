import { encode } from "../../src/features/encode.js";
import { closing } from "../../src/kernels/closing.js";
import { readThrough } from "../../src/tagger/model.js";
import { CrfObjective } from "../../src/tagger/objective.js";
import { OwnFeatures } from "../../src/tagger/ownFeatures.js";
import type { Problem } from "../../src/tagger/problem.js";
import { scoresOf, tokenLogits } from "../../src/tagger/scores.js";
import { train } from "../../src/tagger/train.js";
import { TRAINING } from "../helpers/audit.js";
import { kernels } from "../helpers/compiled.js";
import { newswire } from "../helpers/newswire.js";

const corpus = await newswire("train", 0, 60);
const { tagger, objective } = train(kernels, corpus, TRAINING);
const others = await newswire("train", 60, 70);
const own = new OwnFeatures(kernels, tagger, others);
const problem = own.problemOf(others);

function logitsOf(of: Problem, weights: Float64Array): Float64Array {
  const scores = scoresOf(of, weights);
  const logits = new Float64Array(of.chains.tokens * of.shape.stride);
  for (let t = 0; t < of.chains.tokens; t++) tokenLogits(of.chains, scores, t, logits, t * of.shape.stride);
  return logits;
}

it("gives the tagger's own logits, and features that it does not have the weight 0", () => {
  const expected = logitsOf(readThrough(tagger, others), tagger.theta);
  logitsOf(problem, own.weights(tagger.theta)).forEach((logit, i) => {
    expect(Math.abs(logit - expected[i])).toBeLessThan(1e-9);
  });
  expect(problem.shape.features).toBeGreaterThan(new Set(encode(others, tagger.space).blockFeatures).size);
});

it("gives each feature the curvature that it has where none are merged, and new ones that of the regulariser", () => {
  const { lambda } = tagger.training;
  const diagonalAt = (of: CrfObjective, theta: Float64Array) =>
    closing(of.at(theta), ({ hessian }) => Float64Array.from(hessian.diagonal()));
  const merged = diagonalAt(objective, tagger.theta);
  const all = new OwnFeatures(kernels, tagger, corpus);
  const unmerged = new CrfObjective(kernels, all.problemOf(corpus), lambda);
  const expected = diagonalAt(unmerged, all.weights(tagger.theta));
  all.diagonal(merged, lambda).forEach((h, i) => {
    expect(Math.abs(h - expected[i])).toBeLessThan(1e-9 * expected[i]);
  });
  const { stride, transitions } = problem.shape;
  const rows = own.diagonal(merged, lambda).subarray(0, transitions);
  expect(rows.every((h) => h >= lambda)).toBe(true);
  expect(rows.filter((h) => h === lambda).length).toBeGreaterThan(stride);
});

it("leaves out new features where training leaves out rare ones", () => {
  const rare = train(kernels, corpus, { ...TRAINING, minCount: 2 }).tagger;
  const known = new OwnFeatures(kernels, rare, others).problemOf(others).shape.features;
  expect(known).toBeLessThan(problem.shape.features);
  expect(known).toBe(new Set(encode(others, rare.space).blockFeatures).size);
});
