import { leverages } from "../../src/influence/leverage.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { distribution, goldOf, maskPadding } from "../helpers/allPaths.js";
import { random, uniformVector } from "../helpers/random.js";
import { allSpans, type PlacedSpan } from "../helpers/spans.js";
import { problemOf, type Tiny, tiny } from "../helpers/tiny.js";

/** Σ_t Var(a_t) and Σ_t e_t · a_t by the definition, marginals from all paths. */
function byDefinition(t: Tiny, theta: Float64Array, diagonal: Float64Array, { sentence, a, b }: PlacedSpan) {
  const stride = t.labels + (t.labels % 2);
  const { rows } = distribution(t, theta, sentence, a, b);
  const gold = goldOf(t, sentence);
  const { groups, tokenBlocks, blockStart, blockFeatures } = t.encoded;
  let held = 0;
  let whole = 0;
  for (let i = a; i < b; i++) {
    const q = Array.from({ length: t.labels }, (_, c) => rows.reduce((sum, { y, p }) => sum + (y[i] === c ? p : 0), 0));
    const error = q.map((x, c) => x - (c === gold[i] ? 1 : 0));
    const features: number[] = [];
    for (let g = 0; g < groups; g++) {
      const block = tokenBlocks[(t.sentenceStart[sentence] + i) * groups + g];
      features.push(...blockFeatures.subarray(blockStart[block], blockStart[block + 1]));
    }
    const score = error.map((e, c) => features.reduce((sum, f) => sum + e / diagonal[f * stride + c], 0));
    const mean = q.reduce((sum, x, c) => sum + x * score[c], 0);
    held += q.reduce((sum, x, c) => sum + x * (score[c] - mean) ** 2, 0);
    whole += error.reduce((sum, e, c) => sum + e * score[c], 0);
  }
  return { held, whole };
}

it.each([
  [1, 2],
  [2, 3],
  [3, 4],
])("leverage is Σ Var(a_t) / Σ e_t · a_t, of spans and of several together, seed %i, %i labels", (seed, labels) => {
  const t = tiny(seed, { labels, lengths: [1, 3, 2, 4] });
  const problem = problemOf(t);
  const draw = (s: number) => maskPadding(uniformVector(problem.shape.dimension, random(s), 1.5), labels);
  const theta = draw(seed + 10);
  const diagonal = draw(seed + 30).map((x) => 0.5 + Math.abs(x));
  const spans = allSpans(t);
  const other = (span: PlacedSpan) => spans.find(({ sentence }) => sentence !== span.sentence) as PlacedSpan;
  const pieces = [...spans.map((span) => [span]), ...spans.map((span) => [span, other(span)])];
  const found = leverages(
    problem,
    scoresOf(problem, theta),
    diagonal,
    pieces.map((parts) => ({ spans: parts })),
  );
  pieces.forEach((parts, i) => {
    const sums = parts.map((span) => byDefinition(t, theta, diagonal, span));
    const [held, whole] = (["held", "whole"] as const).map((key) => sums.reduce((sum, one) => sum + one[key], 0));
    expect(Math.abs(found[i] - (whole > 0 ? held / whole : 0))).toBeLessThan(1e-10);
  });
});

/**
 * One token whose features stand nowhere else, in a softmax tagger with two labels: H is λI and that token's curvature, and
 * Δ (1 + h), with λI for D, is Δ / (1 − the token's true share of the curvature).
 */
it("is exact for a token whose features stand nowhere else", () => {
  const t = tiny(4, { labels: 2, lengths: [1], weighted: false });
  const problem = problemOf(t);
  const theta = new Float64Array(problem.shape.dimension);
  const lambda = 0.7;
  const diagonal = new Float64Array(theta.length).fill(lambda);
  const [h] = leverages(problem, scoresOf(problem, theta), diagonal, [{ spans: [{ sentence: 0, start: 0, end: 1 }] }]);
  // θ = 0: q = (½, ½). With m feature entries, g = ±½ on each and K has the eigenvalue k along g: k = m q (1 − q) 2.
  const { groups, tokenBlocks, blockStart } = t.encoded;
  const blocks = Array.from(tokenBlocks.subarray(0, groups));
  const m = blocks.reduce((sum, block) => sum + blockStart[block + 1] - blockStart[block], 0);
  const k = m * 0.25 * 2;
  expect(m).toBeGreaterThan(0);
  expect(1 + h).toBeCloseTo(1 / (1 - k / (lambda + k)), 12);
});
