// A cheap correction of Δ(S) for the curvature that S holds: node bench/leverage.mjs TRAIN REFERENCE
//   [--designs top,stratified] [--pairs 100] [--seed 1] [--threads N]
// One Newton step solves (H − K) x = g, K = ∇²ℓ_S. With the best multiple of H⁻¹g in its place, and the diagonal D of H for H,
// Δ(S) is divided by 1 − h, h = uᵀKu / gᵀu, u = D⁻¹g: what a sweep over all candidates could afford. D overstates h beyond 1
// where features stand together, so several bounded functions of h are held against retraining. "Within": the mean over
// reference segments of Spearman's correlation among the pairs of each, which is what a ranking would gain. Needs a build.
import { parseArgs } from "node:util";
import { readCorpus } from "../dist/corpus/index.js";
import { defaultTemplates } from "../dist/features/templates.js";
import { ClampedSegment } from "../dist/influence/clamped.js";
import { createKernels } from "../dist/kernels/index.js";
import { pearson, slopeThroughOrigin, spearman } from "../dist/math/statistics.js";
import { dot } from "../dist/math/vector.js";
import { train } from "../dist/tagger/train.js";
import { validate } from "../dist/validation/validate.js";
import { table } from "./lib/run.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    designs: { type: "string", default: "top,stratified" },
    pairs: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    threads: { type: "string" },
  },
});
if (positionals.length !== 2)
  throw new Error("usage: node bench/leverage.mjs TRAIN REFERENCE [--designs LIST] [--pairs N]");

const [corpus, reference] = await Promise.all(positionals.map((file) => readCorpus(file, {})));
const kernels = createKernels(options.threads ? { threads: Number(options.threads) } : {});
const trained = train(kernels, corpus, {
  ...{ templates: defaultTemplates, scheme: "BIO", lambda: 1, minCount: 1, tolerance: 1e-10, maxIterations: 2000 },
});
const pairsOf = (design) =>
  validate(corpus, reference, trained, {
    ...{ scheme: "BIO", design, pairs: Number(options.pairs), seed: Number(options.seed) },
    ...{ targets: { kind: "errors" }, targetsName: "errors", cgTolerance: 1e-4, directions: ["removal"] },
  }).pairs;

const { objective, tagger } = trained;
const diagonal = objective.linearise(tagger.theta).diagonal();
const tokenAt = new Map(Array.from(corpus.lines, (line, token) => [line, token]));
const leverages = new Map();

function leverage({ line, endLine }) {
  const key = `${line} ${endLine}`;
  if (leverages.has(key)) return leverages.get(key);
  const start = tokenAt.get(line);
  const sentence = corpus.sentenceStart.findLastIndex((first) => first <= start);
  const segment = new ClampedSegment(objective.problem, { sentence, start, end: tokenAt.get(endLine) + 1 });
  const g = new Float64Array(tagger.theta.length);
  segment.moveTo(tagger.theta).addGradient(1, g);
  const u = g.map((x, i) => x / diagonal[i]);
  const h = segment.addCurvature(1, u, new Float64Array(g.length)) / dot(g, u);
  leverages.set(key, { h, loss: segment.loss });
  return leverages.get(key);
}

/** Mean over reference segments of Spearman's correlation among the pairs of each. */
function within(pairs, predicted) {
  const of = new Map();
  pairs.forEach(({ reference: { line, endLine } }, i) => {
    const key = `${line} ${endLine}`;
    of.set(key, [...(of.get(key) ?? []), i]);
  });
  const figures = [...of.values()]
    .map((list) =>
      spearman(
        list.map((i) => predicted[i]),
        list.map((i) => pairs[i].retrained),
      ),
    )
    .filter((figure) => figure !== null);
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}

const PREDICTIONS = {
  "Δ(S)": () => 1,
  "Δ(S) (1 + h)^½": (h) => (1 + h) ** 0.5,
  "Δ(S) (1 + h)": (h) => 1 + h,
  "Δ(S) (1 + h)^1½": (h) => (1 + h) ** 1.5,
  "Δ(S) / (1 − h/(1 + h)²)": (h) => 1 / (1 - h / (1 + h) ** 2),
  "Δ(S) / p(y_S)": (_, loss) => Math.exp(Math.min(loss, 5)),
};
const rows = [];
for (const design of options.designs.split(",")) {
  const pairs = pairsOf(design);
  const retrained = pairs.map((pair) => pair.retrained);
  for (const [name, factor] of Object.entries(PREDICTIONS)) {
    const predicted = pairs.map(({ firstOrder, segment }) => {
      const { h, loss } = leverage(segment);
      return firstOrder * factor(h, loss);
    });
    const figures = [pearson, spearman, slopeThroughOrigin].map((figure) => figure(predicted, retrained));
    rows.push([design, name, ...[...figures, within(pairs, predicted)].map((figure) => figure.toFixed(3))]);
  }
  console.error(`${design}: ${pairs.length} pairs, ${leverages.size} training segments`);
}
kernels.close();
console.log(table(["design", "prediction", "Pearson", "Spearman", "slope", "within"], rows));
