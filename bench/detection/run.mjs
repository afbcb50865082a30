// Plants errors, audits, and tells how well every signal finds them:
//   node bench/detection/run.mjs DATA [--quick] [--held-out] [--only REGEXP] [--out FILE] [--audit="FLAGS"] [--keep DIR]
// DATA is a directory with the corpora uner-ewt, wnut17 and wikigold. --quick takes parts of them; without --held-out,
// that part of the suite is left alone. --only chooses scenarios by name (corpus/kind/rate/seed). One line of JSON a
// scenario goes to --out, which is read first, so that a run can be taken up again; the table comes last. --audit adds
// flags to every audit. Each corpus is audited once as it is, too: what it has of its own is left out of one column. --keep leaves the corpora and reports of each scenario there. Needs a build.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { scratch, seginf } from "../lib/run.mjs";
import { loadCorpus, readJson, writeDocuments } from "./corpus.mjs";
import { apWithoutOwn, judge, patternRank } from "./judge.mjs";
import { PAPER_KINDS, plantPaper } from "./paper.mjs";
import { plant } from "./plant.mjs";
import { hashOf } from "./random.mjs";
import { scenarios } from "./suite.mjs";
import { summary } from "./tables.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    "held-out": { type: "boolean", default: false },
    only: { type: "string", default: "" },
    out: { type: "string" },
    audit: { type: "string", default: "" },
    keep: { type: "string" },
  },
});
if (positionals.length !== 1) throw new Error("usage: node bench/detection/run.mjs DATA [--quick] [--only REGEXP] …");
const [data] = positionals;
const out = options.out ?? join(scratch(), "results.jsonl");
const work = options.keep === undefined ? scratch() : resolve(options.keep);
const done = new Map(
  (existsSync(out) ? readFileSync(out, "utf8").trim().split("\n") : [])
    .filter(Boolean)
    .map((line) => [JSON.parse(line).name, JSON.parse(line)]),
);
const chosen = scenarios().filter(
  ({ name, heldOut }) => heldOut === options["held-out"] && new RegExp(options.only).test(name),
);
const corpora = new Map();

for (const [i, scenario] of chosen.entries()) {
  if (done.has(scenario.name)) continue;
  const result = await run(scenario);
  done.set(scenario.name, result);
  appendFileSync(out, `${JSON.stringify(result)}\n`);
  const { score, loss } = result.signals;
  console.error(
    `${i + 1}/${chosen.length} ${scenario.name}: AP ${score.ap.toFixed(3)}, loss ${loss.ap.toFixed(3)}, pattern ${result.pattern}, ${result.seconds.toFixed(0)} s`,
  );
}
console.log(summary(chosen.map(({ name }) => done.get(name))));

async function run(scenario) {
  const { name, corpus, kind, rate, seed } = scenario;
  if (!corpora.has(corpus)) corpora.set(corpus, await loadCorpus(corpus, data, options.quick));
  const { train, reference } = corpora.get(corpus);
  const planted = PAPER_KINDS.includes(kind) ? plantPaper(train, kind, seed) : plant(train, kind, rate, hashOf(name));
  const directory = join(work, name.replaceAll("/", "-"));
  mkdirSync(directory, { recursive: true });
  const at = (file) => join(directory, file);
  writeDocuments(at("train.conll"), planted.documents);
  writeDocuments(at("gold.conll"), train);
  writeDocuments(at("reference.conll"), reference);
  writeFileSync(at("rule.json"), JSON.stringify(planted.rule));
  const flags = [
    "--format",
    "json",
    "--limit",
    "0",
    "--opposed",
    "0",
    "--no-cache",
    "--exit-zero",
    "--threads",
    "1",
    "-q",
  ];
  const further = options.audit.split(" ").filter(Boolean);
  const audited = (file, report) => {
    const args = ["audit", at(file), at("reference.conll"), ...flags, "-o", report, ...further];
    return seginf(args, { directory });
  };
  const { seconds, cpuSeconds, peakMB } = await audited("train.conll", at("report.json"));
  const clean = join(work, `${corpus}.json`);
  if (!existsSync(clean)) await audited("gold.conll", clean);
  const { patterns } = readJson(at("report.json"));
  const figures = await judge(at("report.json"), at("train.conll"), at("gold.conll"));
  return {
    ...scenario,
    ...{ planted: planted.planted, rule: planted.rule, ...figures },
    apWithoutOwn: apWithoutOwn(at("report.json"), clean, at("train.conll"), at("gold.conll")),
    pattern: patternRank(patterns, planted.rule),
    patterns: patterns.slice(0, 5).map((pattern) => pattern.name),
    ...{ seconds, cpuSeconds, peakMB },
  };
}
