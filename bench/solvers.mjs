// Counts what the solvers take on a corpus: node bench/solvers.mjs CORPUS [--label-column N] [--pairs 6,10] [--segments 10]
//   [--tolerance 1e-5] [--residual 0.1] [--threads 1]
// L-BFGS for each number of pairs kept: iterations and CPU seconds on its way to the tolerance. Then u = H⁻¹ g_S for segments
// spread over the corpus, each alone and all as a block: products with the Hessian and CPU seconds. Needs a build.
import { parseArgs } from "node:util";
import { readCorpus, readSegments } from "../dist/corpus/index.js";
import { detectScheme } from "../dist/corpus/scheme.js";
import { collect } from "../dist/features/encode.js";
import { classScale, mergeFeatures, overClasses } from "../dist/features/merge.js";
import { defaultTemplates } from "../dist/features/templates.js";
import { segmentGradient } from "../dist/influence/segmentGradient.js";
import { createKernels } from "../dist/kernels/index.js";
import { blockConjugateGradients } from "../dist/math/blockCg.js";
import { conjugateGradients } from "../dist/math/cg.js";
import { lbfgs } from "../dist/math/lbfgs.js";
import { norm } from "../dist/math/vector.js";
import { CrfObjective } from "../dist/tagger/objective.js";
import { buildProblem } from "../dist/tagger/problem.js";
import { scoresOf } from "../dist/tagger/scores.js";
import { table } from "./lib/run.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "label-column": { type: "string" },
    pairs: { type: "string", default: "6,10" },
    exponent: { type: "string", default: "0.125" },
    segments: { type: "string", default: "10" },
    tolerance: { type: "string", default: "1e-5" },
    residual: { type: "string", default: "0.1" },
    threads: { type: "string", default: "1" },
  },
});
const [path] = positionals;
if (path === undefined) throw new Error("usage: node bench/solvers.mjs CORPUS [--label-column N]");
const column = options["label-column"];
const corpus = await readCorpus(path, column === undefined ? {} : { labelColumn: column });
const { space, encoded } = collect(corpus, defaultTemplates, 1);
const classes = mergeFeatures(encoded, space.size);
const matrix = { encoded: overClasses(encoded, classes), scale: classScale(classes, "classes") };
const kernels = createKernels({ threads: Number(options.threads) });
const sentences = { sentenceStart: corpus.sentenceStart, gold: corpus.tags.ids };
const objective = new CrfObjective(kernels, buildProblem(kernels, matrix, corpus.tags.values.length, sentences), 1);
const n = objective.dimension;
const zero = new Float64Array(n);
console.log(`${corpus.name}: ${corpus.words.ids.length} tokens, ${corpus.tags.values.length} labels, ${n} variables\n`);

const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const gradient = new Float64Array(n);
const origin = objective.at(zero, gradient);
const scale = norm(gradient);
const metric = origin.hessian.diagonal().map((d) => d ** -Number(options.exponent));
origin.close();
let theta = zero;
const rows = options.pairs.split(",").map((memory) => {
  const start = cpu();
  const { x, iterations, evaluations, value } = lbfgs(objective, zero, {
    done: (gradientNorm) => gradientNorm <= Number(options.tolerance) * scale,
    ...{ memory: Number(memory), metric, maxIterations: 5000 },
  });
  theta = x;
  return [memory, iterations, evaluations, value.toFixed(3), (cpu() - start).toFixed(1)];
});
console.log(table(["pairs", "iterations", "evaluations", "objective", "CPU s"], rows));

const { segments } = readSegments(corpus, detectScheme([corpus]));
const K = Number(options.segments);
const spans = Array.from({ length: K }, (_, i) => {
  const s = Math.floor(((i + 0.5) * segments.count) / K);
  const start = segments.start[s];
  const sentence = corpus.sentenceStart.findIndex((first) => first > start) - 1;
  return { sentence, start, end: segments.end[s] };
});
const scores = scoresOf(objective.problem, theta);
const gradients = spans.map((span) => segmentGradient(objective.problem, scores, [span]));
const { hessian } = objective.at(theta);
let products = 0;
const operator = {
  ...{ dimension: n, space: hessian.space, inverseMetric: hessian.inverseMetric },
  apply: (x, out) => {
    products++;
    hessian.apply(x, out);
  },
  applyAll: (xs, outs) => {
    products += xs.length;
    hessian.applyAll(xs, outs);
  },
};
const limits = { tolerance: Number(options.residual), maxIterations: 1000 };
const solve = (name, run) => {
  const start = cpu();
  products = 0;
  const worst = Math.max(...[...run()].map(({ relativeResidual }) => relativeResidual));
  return [name, products, worst.toFixed(3), (cpu() - start).toFixed(1)];
};
const solved = [
  solve("each alone", () => gradients.map((b) => conjugateGradients(operator, b, limits))),
  solve("as a block", () => blockConjugateGradients(operator, gradients, { ...limits, width: K })),
];
console.log(`\n${table([`${K} segments`, "products", "worst residual", "CPU s"], solved)}`);
kernels.close();
