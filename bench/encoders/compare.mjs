// Audits without and with token states, against what was planted:
//   node bench/encoders/compare.mjs SPARSE STATES [--only REGEXP]
// SPARSE and STATES are what bench/detection/run.mjs --keep has left of the same scenarios. For the score of each, for the sum of
// their log odds, and for the sparse score's log odds + log of the refit loss with states: token AP over all tokens; and over those
// that neither audit of the corpus as it was gives a score of .5 or more, since what a corpus has of its own is not wrong to find.
// Needs a build.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readJson } from "../detection/corpus.mjs";
import { averagePrecision } from "../detection/evidence.mjs";
import { rowsThatChange } from "../detection/judge.mjs";
import { table } from "../lib/run.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string", default: "" } },
});
if (positionals.length !== 2) throw new Error("usage: node bench/encoders/compare.mjs SPARSE STATES [--only REGEXP]");

const OWN = 0.5;
/** Keep a logarithm finite. */
const [LEAST_ODDS, LEAST_LOSS] = [1e-6, 1e-3];

const isScenario = (name) => name.split("-").length > 2 && new RegExp(options.only).test(name);
const [sparse, states] = positionals.map((directory) => ({
  directory,
  scenarios: readdirSync(directory, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? entry.name : [],
  ),
}));
const scenarios = sparse.scenarios.filter((name) => states.scenarios.includes(name) && isScenario(name));
const all = scenarios.map(compared);
const names = Object.keys(all[0]);
const cells = ([raw, rest]) => `${raw.toFixed(3)} / ${rest.toFixed(3)}`;
const mean = (name) => [0, 1].map((i) => all.reduce((sum, one) => sum + one[name][i], 0) / all.length);
const rows = names.map((name) => [name, ...all.map((one) => cells(one[name])), cells(mean(name))]);
console.log(table(["ranking", ...scenarios, "mean"], rows));

function compared(name) {
  const rowsOf = (file) => readFileSync(join(sparse.directory, name, file), "utf8").split("\n");
  const [given, right] = [rowsOf("train.conll"), rowsOf("gold.conll")];
  const isWrong = given.map((row, i) => Number(row !== right[i]));
  const isOwn = new Uint8Array(given.length);
  for (const { directory } of [sparse, states]) {
    for (const finding of ofTraining(join(directory, `${name.split("-")[0]}.json`)))
      if (finding.score >= OWN) for (const i of rowsThatChange(finding, right)) isOwn[i] = 1;
  }
  const [without, withStates] = [sparse, states].map(({ directory }) => {
    const findings = ofTraining(join(directory, name, "report.json"));
    const most = (value) => {
      const ofRow = new Float64Array(given.length);
      for (const finding of findings)
        for (const i of rowsThatChange(finding, given)) ofRow[i] = Math.max(ofRow[i], value(finding));
      return ofRow;
    };
    return { score: most(({ score }) => score), refitLoss: most(({ signals }) => signals.refitLoss ?? 0) };
  });
  const odds = (p) => Math.log((p + LEAST_ODDS) / (1 - p + LEAST_ODDS));
  const rankings = {
    score: without.score,
    "score with states": withStates.score,
    "sum of log odds": without.score.map((p, i) => odds(p) + odds(withStates.score[i])),
    "log odds + log refit loss with states": without.score.map(
      (p, i) => odds(p) + Math.log(withStates.refitLoss[i] + LEAST_LOSS),
    ),
  };
  const ap = (scores, isKept) => {
    const kept = [...given.keys()].filter((i) => given[i].includes("\t") && isKept(i));
    return averagePrecision(
      kept.map((i) => scores[i]),
      kept.map((i) => isWrong[i]),
    );
  };
  const both = (scores) => [ap(scores, () => true), ap(scores, (i) => !isOwn[i] || isWrong[i])];
  return Object.fromEntries(Object.entries(rankings).map(([ranking, scores]) => [ranking, both(scores)]));
}

function ofTraining(file) {
  return readJson(file).findings.filter(({ kind }) => kind !== "reference");
}
