// The table of docs/fidelity.md: node bench/fidelity.mjs CORPUS_DIR [--only uner-ewt,wnut17] [--sentences 1000]
//   [--designs top,random,stratified] [--pairs 400] [--changes removal,relabelling] [--lambda 1] [--threads N]
// --sentences N takes the first N training sentences of fewer than 25 tokens and the first 200 such sentences of dev, as the paper
// does; 0 takes train and dev whole. Rows are printed as they are measured. Needs a build.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { corpora, scratch, seginf, table } from "./lib/run.mjs";
import { sentencesOf, textOf } from "./lib/sentences.mjs";

const REFERENCE_SENTENCES = 200;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", default: "uner-ewt,wnut17" },
    sentences: { type: "string", default: "1000" },
    designs: { type: "string", default: "top,random,stratified" },
    pairs: { type: "string", default: "400" },
    changes: { type: "string", default: "removal,relabelling" },
    lambda: { type: "string", default: "1" },
    threads: { type: "string" },
  },
});
if (positionals.length !== 1)
  throw new Error("usage: node bench/fidelity.mjs CORPUS_DIR [--only NAMES] [--sentences N]");

const directory = scratch();

/** The first short sentences, as a file of their own. */
function shortened(file, count, name) {
  const path = join(directory, name);
  writeFileSync(path, textOf(sentencesOf(file, count)));
  return path;
}

const HEAD = [
  ...["corpus", "design", "change", "prediction", "Pearson", "Spearman", "slope", "same sign, %", "pairs"],
  ...["products", "noise, %: median", "worst", "CPU s"],
];
const rows = [];
const size = Number(options.sentences);
for (const name of options.only.split(",")) {
  const { train, dev, flags } = corpora(positionals[0])[name];
  const files =
    size === 0
      ? [train, dev]
      : [shortened(train, size, "train.conll"), shortened(dev, REFERENCE_SENTENCES, "dev.conll")];
  for (const design of options.designs.split(",")) {
    for (const changes of options.changes.split(",")) {
      const how = ["--design", design, "--changes", changes, "--pairs", options.pairs, "--lambda", options.lambda];
      const threads = options.threads ? ["--threads", options.threads] : [];
      const cache = ["--cache", join(directory, "cache")];
      const run = await seginf(["validate", ...files, ...how, ...threads, ...cache, ...flags, "--format", "json"], {
        directory,
      });
      const [summary] = JSON.parse(run.out).directions;
      for (const [key, prediction] of Object.entries({
        firstOrder: "first order",
        oneStep: "one Newton step",
        refined: "refined",
      })) {
        const { pearson, spearman, slope, sign } = summary[key];
        const { products, noise, pairs } = summary;
        rows.push([
          ...[name, design, changes, prediction],
          ...[pearson, spearman, slope].map((figure) => figure.toFixed(3)),
          ...[(100 * sign).toFixed(1), pairs, (products[key] ?? 0).toFixed(0)],
          ...[(100 * noise.median).toFixed(3), (100 * noise.largest).toFixed(2), run.cpuSeconds.toFixed(0)],
        ]);
        console.error(rows.at(-1).join("  "));
      }
    }
  }
}
console.log(table(HEAD, rows));
