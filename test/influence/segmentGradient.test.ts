import { gatherAll, segmentGradient, visitTokens } from "../../src/influence/segmentGradient.js";
import { SegmentLattice } from "../../src/influence/segmentLattice.js";
import { sparseGradients } from "../../src/influence/sparseGradient.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { maskPadding } from "../helpers/allPaths.js";
import { farthest } from "../helpers/dense.js";
import { random, uniformVector } from "../helpers/random.js";
import { allSpans } from "../helpers/spans.js";
import { sparse } from "../helpers/sparse.js";
import { problemOf, tiny } from "../helpers/tiny.js";

it("visiting the features of a few tokens gives the gradient that gathering all of them gives", () => {
  // Long enough that one span is few tokens.
  const t = tiny(6, { labels: 3, lengths: Array.from({ length: 120 }, (_, i) => 1 + (i % 4)) });
  const problem = problemOf(t);
  const theta = maskPadding(uniformVector(problem.shape.dimension, random(6), 1.5), 3);
  const lattice = new SegmentLattice(problem.chains, scoresOf(problem, theta));
  const spans = allSpans(t);
  for (const span of [spans[0], spans[100], spans[spans.length - 1]]) {
    const errors = new Float64Array(problem.chains.tokens * problem.shape.stride);
    lattice.addGradient(span, 1, errors, new Float64Array(problem.shape.labels * problem.shape.stride));
    const visited = visitTokens(problem, [span], errors);
    expect(visited.some((x) => x !== 0)).toBe(true);
    expect(farthest(visited, gatherAll(problem, errors))).toBeLessThan(1e-14);
  }
});

it("counts a token once whose spans overlap, as widened segments do: its row holds them all", () => {
  const t = tiny(6, { labels: 3, lengths: Array.from({ length: 120 }, (_, i) => 1 + (i % 4)) });
  const problem = problemOf(t);
  const theta = maskPadding(uniformVector(problem.shape.dimension, random(6), 1.5), 3);
  const scores = scoresOf(problem, theta);
  const [one, other] = allSpans(t).filter(({ sentence, a, b }) => sentence === 3 && b - a === 3);
  expect(one.start).toBeLessThan(other.start);
  const apart = [one, other].map((span) => segmentGradient(problem, scores, [span]));
  const sum = apart[0].map((g, i) => g + apart[1][i]);
  expect(farthest(segmentGradient(problem, scores, [one, other]), sum)).toBeLessThan(1e-14);
});

it.each(["crf", "softmax"] as const)("has the entries of each segment's gradient by itself, %s", (kind) => {
  const t = tiny(6, { labels: 3, lengths: Array.from({ length: 120 }, (_, i) => 1 + (i % 4)) });
  const problem = problemOf(t);
  const own = { ...problem, shape: { ...problem.shape, kind } };
  const scores = scoresOf(problem, maskPadding(uniformVector(problem.shape.dimension, random(6), 1.5), 3));
  const spans = [allSpans(t)[0], allSpans(t)[100], allSpans(t)[101]];
  const found = sparseGradients(own, scores, spans);
  expect(found).toEqual(spans.map((span) => sparse(segmentGradient(own, scores, [span]))));
});
