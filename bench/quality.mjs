// Tagger quality: node bench/quality.mjs CORPUS_DIR [--only uner-ewt,wnut17,ewt-xpos] [--lambda 0.25,0.5,1,2,4]
//   [--xpos-lambda 1,2] [--tolerance 1e-6] [--threads N] [--vectors glove|FILE] [--clusters FILE]
//   [--states DIR] [--state-dims N]
// DIR has for each corpus a directory with dev, test and train.safetensors, or fold0, fold1 … in place of the last: docs/token-states.md.
// Trains with `seginf train` at each λ and scores with `seginf evaluate` on dev and test. One JSON line a run, then a
// table. λ is to be chosen on dev alone; test is printed for the record. Needs a build.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { corpora, evaluated, scratch, table, trained } from "./lib/run.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", default: "uner-ewt,wnut17,ewt-xpos" },
    lambda: { type: "string", default: "0.25,0.5,1,2,4" },
    "xpos-lambda": { type: "string", default: "1" },
    tolerance: { type: "string", default: "1e-6" },
    threads: { type: "string" },
    vectors: { type: "string" },
    clusters: { type: "string" },
    states: { type: "string" },
    "state-dims": { type: "string" },
  },
});
if (positionals.length !== 1)
  throw new Error("usage: node bench/quality.mjs CORPUS_DIR [--only NAMES] [--lambda LIST]");

const directory = scratch();
const model = join(directory, "model.seginf");
const rows = [];
for (const name of options.only.split(",")) {
  const corpus = corpora(positionals[0])[name];
  const lambdas = name === "ewt-xpos" ? options["xpos-lambda"] : options.lambda;
  for (const lambda of lambdas.split(",")) {
    const threads = options.threads ? ["--threads", options.threads] : [];
    const vectors = options.vectors ? ["--vectors", options.vectors] : [];
    const clusters = options.clusters ? ["--clusters", options.clusters] : [];
    const states = (part) => statesOf(options.states, name, part);
    const dimensions = options["state-dims"] ? ["--state-dims", options["state-dims"]] : [];
    const how = [
      "--lambda",
      lambda,
      "--tolerance",
      options.tolerance,
      ...corpus.flags,
      ...vectors,
      ...clusters,
      ...states("train"),
      ...dimensions,
      ...threads,
    ];
    const training = await trained([corpus.train, "-m", model, ...how], { directory });
    const dev = await evaluated(["-m", model, corpus.dev, ...corpus.flags, ...vectors, ...states("dev")], {
      directory,
    });
    const test = await evaluated(["-m", model, corpus.test, ...corpus.flags, ...vectors, ...states("test")], {
      directory,
    });
    const { seconds, cpuSeconds, peakMB, iterations, objective, warned } = training;
    const line = { corpus: name, lambda: Number(lambda), seconds, cpuSeconds, peakMB, iterations, objective, warned };
    console.log(JSON.stringify({ ...line, dev, test }));
    rows.push([name, lambda, dev.f1, test.f1, test.precision, test.recall, test.accuracy]);
    rows.at(-1).push(objective.toFixed(2), seconds.toFixed(0), cpuSeconds.toFixed(0), peakMB.toFixed(0));
  }
}
const head = ["corpus", "λ", "dev F1", "test F1", "test P", "test R", "test accuracy", "objective"];
console.log(`\n${table([...head, "train s", "CPU s", "peak MB"], rows)}`);

/** --states of a part of a corpus; of a training part the folds where there are any. */
function statesOf(directory, name, part) {
  if (directory === undefined) return [];
  const own = join(directory, name);
  const folds = part === "train" ? readdirSync(own).filter((file) => /^fold\d+\.safetensors$/.test(file)) : [];
  if (folds.length === 0) return ["--states", join(own, `${part}.safetensors`)];
  return folds.flatMap((file) => ["--states", `${file.split(".")[0]}=${join(own, file)}`]);
}
