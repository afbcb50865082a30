// Times the kernels on a corpus: node bench/kernels.mjs CORPUS [--label-column N] [--repeats N] [--threads 1,2] [--no-merged] [--cpu]
// Prints the median of each pass in milliseconds (with --cpu the least CPU time), plain TypeScript compared with WebAssembly. Needs a build.
import { parseArgs } from "node:util";
import { readCorpus } from "../dist/corpus/index.js";
import { collect } from "../dist/features/encode.js";
import { classScale, mergeFeatures, overClasses } from "../dist/features/merge.js";
import { defaultTemplates } from "../dist/features/templates.js";
import { createKernels } from "../dist/kernels/index.js";
import { CrfObjective } from "../dist/tagger/objective.js";
import { buildProblem } from "../dist/tagger/problem.js";
import { Workspace } from "../dist/tagger/workspace.js";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "label-column": { type: "string" },
    repeats: { type: "string", default: "15" },
    threads: { type: "string", default: "1,2" },
    steps: { type: "string", default: "20" },
    merged: { type: "boolean", default: true },
    cpu: { type: "boolean", default: false },
    plain: { type: "boolean", default: true },
  },
  allowNegative: true,
});
const [path] = positionals;
if (path === undefined) throw new Error("usage: node bench/kernels.mjs CORPUS [--label-column N]");

const labelColumn = options["label-column"];
const corpus = await readCorpus(path, labelColumn === undefined ? {} : { labelColumn });
const { space, encoded: unmerged } = collect(corpus, defaultTemplates, 1);
const classes = mergeFeatures(unmerged, space.size);
const encoded = options.merged ? overClasses(unmerged, classes) : unmerged;
const scale = options.merged ? classScale(classes, "classes") : new Float64Array(space.size).fill(1);
const labels = corpus.tags.values.length;
const sentences = { sentenceStart: corpus.sentenceStart, gold: corpus.tags.ids };
const entries = encoded.blockStart[encoded.blockStart.length - 1];
console.log(
  `${corpus.name}: ${encoded.tokens} tokens, ${labels} labels, ${encoded.blockStart.length - 1} blocks, ` +
    `${entries} entries, ${scale.length} columns`,
);

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
/** On a machine that others use, the least CPU time says more than the median of the clock. */
const clock = options.cpu ? cpu : () => performance.now();
const typical = options.cpu ? (times) => Math.min(...times) : median;
function time(run) {
  run();
  return typical(
    Array.from({ length: Number(options.repeats) }, () => {
      const start = clock();
      run();
      return clock() - start;
    }),
  );
}

/** A few steps of steepest descent, so that the weights look like a tagger's and not like zeros. */
function warm(objective) {
  const theta = new Float64Array(objective.dimension);
  const gradient = new Float64Array(objective.dimension);
  let step = 1e-4;
  let value = objective.evaluate(theta, gradient);
  for (let i = 0; i < Number(options.steps); i++) {
    const next = theta.map((x, j) => x - step * gradient[j]);
    const g = new Float64Array(theta.length);
    const after = objective.evaluate(next, g);
    if (after < value) {
      theta.set(next);
      gradient.set(g);
      value = after;
      step *= 1.5;
    } else step /= 4;
  }
  return theta;
}

function measure(kernels, theta) {
  const problem = buildProblem(kernels, { encoded, scale }, labels, sentences);
  const objective = new CrfObjective(kernels, problem, 1);
  const { shape } = problem;
  theta ??= warm(objective);
  const out = new Float64Array(theta.length);
  const lattice = objective.at(theta);
  const { input, hessian } = lattice;
  const workspace = new Workspace(kernels, problem);
  const { weights, blockErrors, errors } = workspace;
  const stateRows = () => kernels.float64(workspace.longestPart * shape.stride);
  const state = { alpha: stateRows(), arrive: stateRows(), leave: stateRows(), beta: stateRows() };
  const sums = { edges: kernels.float64(shape.stride ** 2), loss: 0 };
  /** A pass over all parts; one after another they share their rows. */
  const eachPart = (pass) => time(() => problem.parts.forEach(pass));
  const states = (part) => kernels.forwardBackward(part.chains, input, state, errors, sums);
  const rows = { evaluate: time(() => objective.evaluate(theta, out)) };
  const u = theta.map((x) => x / 10);
  rows["Hessian product"] = time(() => hessian.apply(u, out));
  weights.set(theta);
  rows["gather Φ W"] = time(() =>
    kernels.gatherRows(problem.blockFeatures, weights, workspace.direction(0).scores, shape.stride),
  );
  rows.forwardBackward = eachPart(({ chains }) => kernels.forwardBackward(chains, input, null, errors, sums));
  rows["… kept"] = eachPart(states);
  const directions = Array.from({ length: 4 }, (_, k) => workspace.direction(k));
  const [one] = directions;
  rows["lattice's share"] = eachPart(({ chains }) => kernels.hessianProduct(chains, input, [one], null));
  rows["… of 4"] = eachPart(({ chains }) => kernels.hessianProduct(chains, input, directions, null));
  rows["add Bᵀ E"] = eachPart(({ blockTokens }) => kernels.addRows(blockTokens, errors, blockErrors, shape.stride));
  rows["gather Φᵀ"] = time(() => kernels.gatherRows(problem.featureBlocks, blockErrors, weights, shape.stride));
  const value = objective.evaluate(theta, out);
  kernels.close();
  return { theta, rows, value };
}

const runs = options.threads
  .split(",")
  .map((threads) => ({ name: `wasm ${threads}`, kind: "wasm", threads: Number(threads) }));
const columns = {};
let theta;
let value;
for (const run of [...runs, ...(options.plain ? [{ name: "plain", kind: "plain" }] : [])]) {
  const result = measure(createKernels(run), theta);
  theta ??= result.theta;
  value ??= result.value;
  if (Math.abs(result.value - value) > 1e-11 * value) throw new Error(`${run.name}: ${result.value} is not ${value}`);
  columns[run.name] = result.rows;
}
const names = Object.keys(columns);
console.log(["".padEnd(16), ...names.map((name) => name.padStart(9))].join(""));
for (const row of Object.keys(columns[names[0]])) {
  console.log([row.padEnd(16), ...names.map((name) => columns[name][row].toFixed(1).padStart(9))].join(""));
}
