// Errors planted in corpora, found by seginf and by cleanlab with cross-validated CRF probabilities, on one core each in one run:
//   node bench/peers/cleanlab.mjs DATA [--corpora uner-ewt,wnut17] [--rate 0.03] [--only REGEXP] [--folds 5] [--out FILE]
// DATA is a directory with the corpora. Habits and slips of bench/detection, on parts of the corpora. cleanlab gets the marginals of taggers
// with seginf's features that were trained without the sentence (python-crfsuite), and no reference; seginf is run with one and without.
// Prints the average precision over tokens, and CPU seconds with their ratios. Needs a build, and bench/peers/python.mjs.
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readCorpus } from "../../dist/corpus/index.js";
import { errorsBetween } from "../../dist/evaluation/findings/errors.js";
import { loadCorpus, readJson, writeDocuments } from "../detection/corpus.mjs";
import { judge } from "../detection/judge.mjs";
import { KINDS, plant } from "../detection/plant.mjs";
import { hashOf } from "../detection/random.mjs";
import { scenarios } from "../detection/suite.mjs";
import { median, scratch, seginf, table } from "../lib/run.mjs";
import { writeFeatures } from "./features.mjs";
import { python } from "./python.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    corpora: { type: "string", default: "uner-ewt,wnut17" },
    rate: { type: "string", default: "0.03" },
    only: { type: "string", default: "" },
    folds: { type: "string", default: "5" },
    out: { type: "string" },
  },
});
if (positionals.length !== 1) throw new Error("usage: node bench/peers/cleanlab.mjs DATA [--corpora NAMES] [--rate R]");
const [data] = positionals;
const directory = scratch();
const at = (file) => join(directory, file);
const FLAGS = "--format json --limit 0 --opposed 0 --no-cache --no-config --exit-zero --threads 1 -q".split(" ");
/** The rankings that are compared. */
const RANKINGS = { reference: "seginf, reference", alone: "seginf, none", cleanlab: "cleanlab" };

const results = [];
for (const name of options.corpora.split(",")) {
  const { train, reference } = await loadCorpus(name, data, true);
  writeDocuments(at("reference.conll"), reference);
  writeDocuments(at("gold.conll"), train);
  for (const scenario of scenarios()) {
    const { corpus, kind, rate, heldOut } = scenario;
    if (corpus !== name || heldOut || rate !== Number(options.rate) || !new RegExp(options.only).test(kind)) continue;
    writeDocuments(at("train.conll"), plant(train, kind, rate, hashOf(scenario.name)).documents);
    const result = { ...scenario, ...(await compare()) };
    results.push(result);
    if (options.out) appendFileSync(options.out, `${JSON.stringify(result)}\n`);
    console.error(`${scenario.name}: ${Object.keys(RANKINGS).map((one) => `${one} ${result[one].ap.toFixed(3)}`)}`);
  }
}
report();

/** AP and CPU seconds of each way to rank the tokens of train.conll. */
async function compare() {
  const audited = async (...references) => {
    const { cpuSeconds, peakMB } = await seginf(
      ["audit", at("train.conll"), ...references, ...FLAGS, "-o", at("report.json")],
      { directory },
    );
    const { signals } = await judge(at("report.json"), at("train.conll"), at("gold.conll"));
    return { ap: signals.score.ap, cpuSeconds, peakMB };
  };
  const withReference = await audited(at("reference.conll"));
  const alone = await audited();
  const [corpus, gold] = [await readCorpus(at("train.conll"), {}), await readCorpus(at("gold.conll"), {})];
  writeFeatures(at("features.jsonl"), corpus);
  python("token_labels.py", at("features.jsonl"), at("cleanlab.json"), options.folds);
  const { quality, trainingCpu, cleanlabCpu, peakMB, issues } = readJson(at("cleanlab.json"));
  const wrong = Array.from(errorsBetween(corpus, gold, "BIO").ofToken, (family) => family !== 0);
  const ap = averagePrecision(quality, wrong);
  const cleanlab = { ap, cpuSeconds: trainingCpu + cleanlabCpu, cleanlabCpu, peakMB, issues: issues.length };
  return { tokens: quality.length, wrong: wrong.filter(Boolean).length, reference: withReference, alone, cleanlab };
}

/** Mean precision at the errors, the worst quality first; ties stay in file order. */
function averagePrecision(quality, wrong) {
  const order = [...quality.keys()].sort((a, b) => quality[a] - quality[b] || a - b);
  let [found, sum] = [0, 0];
  order.forEach((token, rank) => {
    if (wrong[token]) sum += ++found / (rank + 1);
  });
  return sum / found;
}

function report() {
  const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
  const groups = options.corpora.split(",").flatMap((corpus) => [
    [`${corpus}, habits`, results.filter((one) => one.corpus === corpus && one.kind in KINDS)],
    [`${corpus}, slips`, results.filter((one) => one.corpus === corpus && !(one.kind in KINDS))],
  ]);
  const names = Object.keys(RANKINGS);
  const rows = groups
    .filter(([, all]) => all.length > 0)
    .map(([name, all]) => {
      const cpu = names.map((one) => median(all.map((result) => result[one].cpuSeconds)));
      return [
        `${name} (${all.length})`,
        ...names.map((one) => mean(all.map((result) => result[one].ap)).toFixed(3)),
        ...cpu.map((seconds) => seconds.toFixed(1)),
        ...cpu.slice(0, 2).map((seconds) => (seconds / cpu[2]).toFixed(2)),
        ...names.map((one) => median(all.map((result) => result[one].peakMB)).toFixed(0)),
      ];
    });
  const shown = Object.values(RANKINGS);
  const ratios = shown.slice(0, 2).map((one) => `CPU: ${one} / cleanlab`);
  const head = ["", ...shown.map((one) => `AP: ${one}`), ...shown.map((one) => `CPU s: ${one}`), ...ratios];
  console.log(table([...head, ...shown.map((one) => `MB: ${one}`)], rows));
}
