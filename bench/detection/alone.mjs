// What finds errors where there is no reference: node bench/detection/alone.mjs DATA [--quick] [--corpora LIST] [--kinds LIST]
//   [--rates 0.03] [--seed 1] [--out FILE]
// Plants errors (plant.mjs), audits the corpus alone, with `--reference cross-fit` and, for comparison, with a reference, and
// prints the token-level average precision of every signal, a row a signal, a column a kind of error. --out keeps one line of
// JSON a scenario and is read first. Needs a build.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { scratch, seginf, table } from "../lib/run.mjs";
import { loadCorpus, writeDocuments } from "./corpus.mjs";
import { judge } from "./judge.mjs";
import { KINDS, plant, RANDOM_KINDS } from "./plant.mjs";
import { hashOf } from "./random.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    corpora: { type: "string", default: "uner-ewt,wnut17,wikigold,newswire" },
    kinds: { type: "string", default: [...Object.keys(KINDS), ...Object.keys(RANDOM_KINDS)].join() },
    rates: { type: "string", default: "0.03" },
    seed: { type: "string", default: "1" },
    out: { type: "string" },
  },
});
if (positionals.length !== 1)
  throw new Error("usage: node bench/detection/alone.mjs DATA [--quick] [--corpora LIST] …");

const directory = scratch();
const at = (file) => join(directory, file);
const out = options.out ?? at("results.jsonl");
const lines = existsSync(out) ? readFileSync(out, "utf8").trim().split("\n").filter(Boolean) : [];
const done = new Map(lines.map((line) => [JSON.parse(line).name, JSON.parse(line)]));

const QUIETLY = ["--threads", "1", "-q"];

/** How each audit is called, and which of its signals are looked at. */
const AUDITS = {
  alone: { flags: [], signals: ["score", "selfInfluence", "loss", "marginal", "variation"] },
  "cross-fit": { flags: ["--reference", "cross-fit"], signals: ["score", "crossValidatedLoss", "influence"] },
  reference: { flags: [], signals: ["score", "influence", "relabelInfluence", "refitLoss"] },
};

for (const name of options.corpora.split(",")) {
  const { train, reference } = await loadCorpus(name, positionals[0], options.quick);
  writeDocuments(at("gold.conll"), train);
  writeDocuments(at("reference.conll"), reference);
  for (const kind of options.kinds.split(",")) {
    for (const rate of options.rates.split(",").map(Number)) await scenario(name, train, kind, rate);
  }
}

async function scenario(corpus, train, kind, rate) {
  const name = `${corpus}/${kind}/${100 * rate}%/${options.seed}${options.quick ? "/quick" : ""}`;
  if (done.has(name)) return;
  const planted = plant(train, kind, rate, hashOf(name));
  writeDocuments(at("train.conll"), planted.documents);
  // The tagger is the same for all three: seconds are of what an audit does with it.
  await seginf(["train", at("train.conll"), "-m", at("model.seginf"), ...QUIETLY], { directory });
  const signals = {};
  const seconds = {};
  for (const [audit, { flags, signals: wanted }] of Object.entries(AUDITS)) {
    const files = audit === "reference" ? [at("train.conll"), at("reference.conll")] : [at("train.conll")];
    const fixed = ["--format", "json", "--limit", "0", "--opposed", "0", "--exit-zero", "--no-cache", ...QUIETLY];
    const args = ["audit", ...files, ...flags, ...fixed, "-m", at("model.seginf"), "-o", at("report.json")];
    seconds[audit] = (await seginf(args, { directory })).cpuSeconds;
    const figures = await judge(at("report.json"), at("train.conll"), at("gold.conll"));
    for (const signal of wanted) if (figures.signals[signal]) signals[`${audit}: ${signal}`] = figures.signals[signal];
  }
  const result = { name, corpus, kind, rate, planted: planted.planted, signals, seconds };
  done.set(name, result);
  appendFileSync(out, `${JSON.stringify(result)}\n`);
  const told = Object.entries(signals).map(([signal, { ap }]) => `${signal} ${(100 * ap).toFixed(1)}`);
  console.error(`${name}: ${told.join(", ")}`);
}

const results = [...done.values()];
const mean = (chosen, signal) => {
  const found = chosen.flatMap(({ signals }) => signals[signal]?.ap ?? []);
  return found.length === 0 ? "" : ((100 * found.reduce((sum, ap) => sum + ap, 0)) / found.length).toFixed(1);
};
const groups = {
  ...Object.fromEntries(
    [...new Set(results.map(({ corpus }) => corpus))].map((name) => [name, (r) => r.corpus === name]),
  ),
  habits: ({ kind }) => kind in KINDS,
  slips: ({ kind }) => kind in RANDOM_KINDS,
};
const names = [...new Set(results.flatMap(({ signals }) => Object.keys(signals)))];
const rows = names.map((signal) => [
  signal,
  ...Object.values(groups).map((holds) => mean(results.filter(holds), signal)),
  mean(results, signal),
]);
console.log(`${results.length} corpora with planted errors; token AP in per cent\n`);
console.log(table(["audit: signal", ...Object.keys(groups), "all"], rows));
const cost = (audit) => results.reduce((sum, { seconds }) => sum + seconds[audit], 0) / results.length;
console.log(
  `\nCPU seconds an audit, the tagger given: ${Object.keys(AUDITS)
    .map((a) => `${a} ${cost(a).toFixed(1)}`)
    .join(", ")}`,
);
