// A cheap correction of Δ(S) for the curvature that S holds: node bench/leverage.mjs TRAIN REFERENCE [--design top]
//   [--pairs 100] [--seed 1] [--threads N]
// One Newton step solves (H − K) x = g, K = ∇²ℓ_S. With the best multiple of H⁻¹g in its place, and the diagonal D of H for H,
// Δ(S) is divided by 1 − h, h = uᵀKu / gᵀu, u = D⁻¹g: what a sweep over all candidates could afford. D overstates h beyond 1
// where features stand together, so Δ(S) (1 + h)^p is held against retraining for several p. Needs a build.
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
    design: { type: "string", default: "top" },
    pairs: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    threads: { type: "string" },
  },
});
if (positionals.length !== 2)
  throw new Error("usage: node bench/leverage.mjs TRAIN REFERENCE [--design D] [--pairs N]");

const [corpus, reference] = await Promise.all(positionals.map((file) => readCorpus(file, {})));
const kernels = createKernels(options.threads ? { threads: Number(options.threads) } : {});
const trained = train(kernels, corpus, {
  ...{ templates: defaultTemplates, scheme: "BIO", lambda: 1, minCount: 1, tolerance: 1e-10, maxIterations: 2000 },
});
const { pairs } = validate(corpus, reference, trained, {
  ...{ scheme: "BIO", design: options.design, pairs: Number(options.pairs), seed: Number(options.seed) },
  ...{ targets: { kind: "errors" }, targetsName: "errors", cgTolerance: 1e-4, directions: ["removal"] },
});

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
  leverages.set(key, h);
  return h;
}

const retrained = pairs.map((pair) => pair.retrained);
const rows = [0, 0.5, 1, 1.5].map((p) => {
  const predicted = pairs.map(({ firstOrder, segment }) => firstOrder * (1 + leverage(segment)) ** p);
  const figures = [pearson, spearman, slopeThroughOrigin].map((figure) => figure(predicted, retrained).toFixed(3));
  return [p === 0 ? "Δ(S)" : `Δ(S) (1 + h)^${p}`, ...figures];
});
kernels.close();
console.log(`${pairs.length} pairs, ${leverages.size} training segments`);
console.log(table(["prediction", "Pearson", "Spearman", "slope"], rows));
