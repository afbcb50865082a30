// seginf's tagger compared with CRFsuite's: the same features, the same objective, one core each, in one run.
//   node bench/peers/crfsuite.mjs TRAIN TEST [--label-column=N] [--lambda 1] [--delta 1e-8] [--max-iterations 5000]
//   [--threads 1]
// First, here: CFLAGS="-DUSE_SSE -DUSE_SSE2 -DHAVE_EMMINTRIN_H" npm install. (The package turns CRFsuite's SIMD on for its C++ files alone,
// and the numerics are C.) seginf itself must be built.
//
// CRFsuite gets seginf's features by name, a weight for every (feature, label) and (label, label) pair, c1 = 0 and
// c2 = λ/2, so its loss is L(θ) of docs/method/model.md. Prints JSON, then a table: the objectives where the two stop, the F1 of
// both taggings as `seginf evaluate` counts it, and the time to come within a given distance of the optimum.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readCorpus, withPredictions } from "../../dist/corpus/index.js";
import { detectScheme } from "../../dist/corpus/scheme.js";
import { collect, encode } from "../../dist/features/encode.js";
import { defaultTemplates } from "../../dist/features/templates.js";
import { createKernels } from "../../dist/kernels/index.js";
import { defaultOf } from "../../dist/options/table.js";
import { predict } from "../../dist/tagger/predict.js";
import { train } from "../../dist/tagger/train.js";
import { evaluated, measured, scratch, table } from "../lib/run.mjs";
import { eachSentence } from "./features.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "label-column": { type: "string" },
    lambda: { type: "string", default: "1" },
    tolerance: { type: "string", default: "1e-6" },
    delta: { type: "string", default: "1e-8" },
    epsilon: { type: "string", default: "1e-6" },
    "max-iterations": { type: "string", default: "5000" },
    // Ours; CRFsuite has one.
    threads: { type: "string", default: "1" },
    // How this script calls itself, so that each side has a process of its own.
    side: { type: "string" },
    out: { type: "string" },
  },
});
const [trainFile, testFile] = positionals;
if (testFile === undefined) throw new Error("usage: node bench/peers/crfsuite.mjs TRAIN TEST [--label-column=N]");
const column = options["label-column"];
const reading = column === undefined ? {} : { labelColumn: column };
const lambda = Number(options.lambda);

await { seginf: runSeginf, crfsuite: runCrfsuite, undefined: compare }[options.side]();

async function read() {
  const corpus = await readCorpus(trainFile, reading);
  const test = await readCorpus(testFile, { ...reading, keepBytes: true });
  return { corpus, test };
}

function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function writeTagging(test, tagOf) {
  writeFileSync(options.out, Buffer.concat([...withPredictions(test.bytes, test, tagOf)]));
}

async function runSeginf() {
  const { corpus, test } = await read();
  const kernels = createKernels({ threads: Number(options.threads) });
  const trace = [];
  const start = performance.now();
  const startCpu = cpuSeconds();
  const { tagger } = train(kernels, corpus, {
    templates: defaultTemplates,
    scheme: detectScheme([corpus, test]),
    lambda,
    minCount: 1,
    tolerance: Number(options.tolerance),
    maxIterations: Number(options["max-iterations"]),
    onIteration: (_, objective, gradient) => trace.push([cpuSeconds() - startCpu, objective, gradient]),
  });
  const result = { seconds: (performance.now() - start) / 1000, cpu: cpuSeconds() - startCpu };
  kernels.close();
  const { values, ids } = predict(tagger, test);
  writeTagging(test, (token) => values[ids[token]]);
  const { objective, iterations, relativeGradientNorm } = tagger.training;
  process.stdout.write(
    JSON.stringify({ ...result, objective, iterations, relativeGradientNorm, features: tagger.space.size, trace }),
  );
}

async function runCrfsuite() {
  const { Tagger, Trainer } = createRequire(import.meta.url)("crfsuite");
  const { corpus, test } = await read();
  const { space, encoded } = collect(corpus, defaultTemplates, 1);
  const names = Array.from({ length: space.size }, (_, feature) => space.name(feature));
  const trainer = new Trainer({ debug: true });
  trainer.set_params({
    c1: "0",
    c2: String(lambda / 2),
    "feature.possible_states": "1",
    "feature.possible_transitions": "1",
    max_iterations: options["max-iterations"],
    epsilon: options.epsilon,
    delta: options.delta,
  });
  const { values, ids } = corpus.tags;
  eachSentence(corpus, encoded, names, (items, start, end) =>
    trainer.append(
      items,
      Array.from(ids.subarray(start, end), (id) => values[id]),
    ),
  );
  const model = `${options.out}.model`;
  const start = performance.now();
  const status = trainer.train(model);
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`CRFsuite ended with ${status}`);
  const tagger = new Tagger();
  tagger.open(model);
  const tags = [];
  eachSentence(test, encode(test, space), names, (items) => {
    for (const tag of tagger.tag(items)) tags.push(tag);
  });
  writeTagging(test, (token) => tags[token]);
  console.log(`\nwall seconds: ${seconds}`);
}

/** What CRFsuite logged: the objective after each iteration, with the CPU seconds that it took by its own clock. */
function parseLog(log) {
  const trace = [];
  const number = (pattern) => Number(pattern.exec(log)?.[1]);
  let clock = number(/Seconds required: ([\d.]+)/);
  for (const [, loss, seconds] of log.matchAll(
    /^Loss: ([\d.]+)[\s\S]*?^Seconds required for this iteration: ([\d.]+)/gm,
  )) {
    clock += Number(seconds);
    trace.push([clock, Number(loss)]);
  }
  return {
    seconds: number(/wall seconds: ([\d.]+)/),
    cpu: number(/Seconds required: ([\d.]+)/) + number(/Total seconds required for training: ([\d.]+)/),
    objective: trace.at(-1)[1],
    iterations: trace.length,
    ended: /^L-BFGS (?:resulted|terminated).*/m.exec(log)?.[0],
    weights: number(/Number of features: (\d+)/),
    trace,
  };
}

async function compare() {
  const directory = scratch();
  const self = fileURLToPath(import.meta.url);
  const side = async (name) => {
    const out = join(directory, name);
    const run = await measured(self, [...process.argv.slice(2), "--side", name, "--out", out], { directory });
    const said = name === "seginf" ? JSON.parse(run.out) : parseLog(run.out);
    const flags = column === undefined ? [] : ["--label-column", column, "--predicted-column", "-1"];
    const { f1, precision, recall, accuracy } = await evaluated([testFile, out, ...flags], { directory });
    return { name, ...said, peakMB: run.peakMB, f1, precision, recall, accuracy };
  };
  const ours = await side("seginf");
  const theirs = await side("crfsuite");
  const optimum = Math.min(ours.objective, theirs.objective);
  const summary = ({ trace, ...rest }) => rest;
  console.log(JSON.stringify({ trainFile, testFile, lambda, ...summary(ours) }));
  console.log(JSON.stringify({ trainFile, testFile, lambda, ...summary(theirs) }));
  console.log(`objectives differ by ${(Math.abs(ours.objective - theirs.objective) / optimum).toExponential(1)}`);
  console.log(`F1 differs by ${(ours.f1 - theirs.f1).toFixed(2)}, of ${ours.f1} and ${theirs.f1}\n`);
  const rows = [
    ["objective where it stops", ...[ours, theirs].map(({ objective }) => objective.toFixed(2)), ""],
    ["iterations", ours.iterations, theirs.iterations, ""],
    ["test F1", ours.f1, theirs.f1, ""],
    ["peak MB", ours.peakMB.toFixed(0), theirs.peakMB.toFixed(0), ""],
    [
      "wall s, all of training",
      ours.seconds.toFixed(1),
      theirs.seconds.toFixed(1),
      (ours.seconds / theirs.seconds).toFixed(2),
    ],
    ["CPU s, all of training", ours.cpu.toFixed(1), theirs.cpu.toFixed(1), (ours.cpu / theirs.cpu).toFixed(2)],
  ];
  const above = (value) => `${((value - optimum) / optimum).toExponential(1)} above the optimum`;
  const [ourStop, theirStop] = [
    ours.trace.find(([, , gradient]) => gradient <= defaultOf("train", "tolerance")),
    defaultStop(theirs.trace),
  ];
  if (ourStop) rows.push([`CPU s to seginf's default stop, ${above(ourStop[1])}`, ourStop[0].toFixed(1), "", ""]);
  rows.push([`CPU s to CRFsuite's default stop, ${above(theirStop[1])}`, "", theirStop[0].toFixed(1), ""]);
  for (const gap of [1e-2, 1e-3, 1e-4, 1e-5]) {
    const [a, b] = [ours, theirs].map(({ trace }) => trace.find(([, value]) => value <= optimum * (1 + gap))?.[0]);
    const ratio = a && b ? (a / b).toFixed(2) : "";
    rows.push([
      `CPU s to within ${gap.toExponential(0)} of the optimum`,
      a?.toFixed(1) ?? "–",
      b?.toFixed(1) ?? "–",
      ratio,
    ]);
  }
  console.log(table(["", "seginf", "CRFsuite", "ratio"], rows));
}

/** The iteration that CRFsuite's defaults (period 10, delta 1e-5) end at. */
function defaultStop(trace) {
  return trace.find(([, value], i) => i >= 10 && (trace[i - 10][1] - value) / value < 1e-5) ?? trace.at(-1);
}
