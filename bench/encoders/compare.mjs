// Audits without token states, with them, and with both opinions, against what was planted:
//   node bench/encoders/compare.mjs SPARSE STATES [BOTH] [--only REGEXP] [--weights] [--opinions]
// SPARSE, STATES (--opinions states) and BOTH are what bench/detection/run.mjs --keep has left of the same scenarios. Token AP of their scores,
// of the sum of the first two's log odds, and of the sparse score's log odds + log of the refit loss with states: over all tokens; and over those
// that neither audit of the corpus as it was gives a score of .5 or more, since what a corpus has of its own is not wrong to find.
// --weights: instead, for each w, the pool (1 − w) x + w y + s of the two audits' log odds, s such that it expects as many wrong tokens as
// the two do in the mean (src/audit/score/opinions.ts): token AP, log loss, and tokens at .5 or more and how many of them are wrong.
// --opinions: STATES are reports with both opinions, and its scores those that they give for the audit with states.
// Needs a build.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { logistic } from "../../dist/math/logistic.js";
import { shiftTo } from "../../dist/math/shift.js";
import { readJson } from "../detection/corpus.mjs";
import { averagePrecision } from "../detection/evidence.mjs";
import { rowsThatChange } from "../detection/judge.mjs";
import { table } from "../lib/run.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", default: "" },
    weights: { type: "boolean", default: false },
    opinions: { type: "boolean", default: false },
  },
});
if (positionals.length < 2) throw new Error("usage: node bench/encoders/compare.mjs SPARSE STATES [BOTH] …");

const OWN = 0.5;
/** Keep a logarithm finite. */
const [LEAST_ODDS, LEAST_LOSS] = [1e-6, 1e-3];
const WEIGHTS = [0, 0.1, 0.2, 0.25, 0.33, 0.4, 0.5, 0.67, 0.75, 1];

const isScenario = (name) => name.split("-").length > 2 && new RegExp(options.only).test(name);
const namesIn = (directory) =>
  readdirSync(directory, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
const scenarios = positionals
  .map(namesIn)
  .reduce((some, others) => some.filter((name) => others.includes(name)))
  .filter(isScenario)
  .map(read);
console.log(options.weights ? weightsTable() : comparedTable());

function comparedTable() {
  const all = scenarios.map(compared);
  const cells = ([raw, rest]) => `${raw.toFixed(3)} / ${rest.toFixed(3)}`;
  const mean = (name) => [0, 1].map((i) => all.reduce((sum, one) => sum + one[name][i], 0) / all.length);
  const rows = Object.keys(all[0]).map((name) => [name, ...all.map((one) => cells(one[name])), cells(mean(name))]);
  return table(["ranking", ...scenarios.map(({ name }) => name), "mean"], rows);
}

function weightsTable() {
  const rows = WEIGHTS.map((w) => {
    const figures = scenarios.map((one) => pooled(one, w));
    const sum = (i) => figures.reduce((total, one) => total + one[i], 0);
    const mean = (i) => (sum(i) / figures.length).toFixed(3);
    return [w, mean(0), mean(1), sum(2).toFixed(0), sum(3).toFixed(0), sum(4), sum(5)];
  });
  return table(["w", "AP", "AP without own", "loss", "loss without own", "at .5 or more", "of them wrong"], rows);
}

/** A scenario: of each row of its file whether it is wrong or the corpus's own, and its scores by each audit. */
function read(name) {
  const [first] = positionals;
  const rowsOf = (file) => readFileSync(join(first, name, file), "utf8").split("\n");
  const [given, right] = [rowsOf("train.conll"), rowsOf("gold.conll")];
  const isWrong = given.map((row, i) => Number(row !== right[i]));
  const isOwn = new Uint8Array(given.length);
  for (const [which, directory] of positionals.slice(0, 2).entries()) {
    for (const finding of ofTraining(cleanReport(directory, name)))
      if (scoreOf(finding, which) >= OWN) for (const i of rowsThatChange(finding, right)) isOwn[i] = 1;
  }
  const [sparse, states, both] = positionals.map((directory, which) => {
    const findings = ofTraining(join(directory, name, "report.json"));
    const most = (value) => {
      const ofRow = new Float64Array(given.length);
      for (const finding of findings)
        for (const i of rowsThatChange(finding, given)) ofRow[i] = Math.max(ofRow[i], value(finding));
      return ofRow;
    };
    return {
      score: most((finding) => scoreOf(finding, which)),
      refitLoss: most(({ signals }) => signals.refitLoss ?? 0),
    };
  });
  const tokens = [...given.keys()].filter((i) => given[i].includes("\t"));
  return { name, tokens, others: tokens.filter((i) => !isOwn[i] || isWrong[i]), isWrong, sparse, states, both };
}

/** The score of a finding of a directory, by its place in the arguments. */
function scoreOf({ score, opinions }, which) {
  return options.opinions && which === 1 ? opinions.withStates : score;
}

/** The report on the corpus without planted errors: the one whose name the scenario's begins with. */
function cleanReport(directory, scenario) {
  const files = readdirSync(directory).filter((file) => file.endsWith(".json"));
  return join(
    directory,
    files.find((file) => scenario.startsWith(file.slice(0, -".json".length))),
  );
}

function odds(p) {
  return Math.log((p + LEAST_ODDS) / (1 - p + LEAST_ODDS));
}

function compared({ tokens, others, isWrong, sparse, states, both }) {
  const rankings = {
    score: sparse.score,
    "score with states": states.score,
    ...(both && { "score of both": both.score }),
    "sum of log odds": sparse.score.map((p, i) => odds(p) + odds(states.score[i])),
    "log odds + log refit loss with states": sparse.score.map(
      (p, i) => odds(p) + Math.log(states.refitLoss[i] + LEAST_LOSS),
    ),
  };
  const aps = (scores) => [tokens, others].map((some) => ap(some, scores, isWrong));
  return Object.fromEntries(Object.entries(rankings).map(([ranking, scores]) => [ranking, aps(scores)]));
}

function pooled({ tokens, others, isWrong, sparse, states }, w) {
  const [x, y] = [sparse, states].map(({ score }) => tokens.map((i) => odds(score[i])));
  const z = x.map((one, k) => (1 - w) * one + w * y[k]);
  const expected = x.reduce((sum, one, k) => sum + logistic(one) + logistic(y[k]), 0) / 2;
  const s = w === 0 || w === 1 ? 0 : shiftTo(z, expected / z.length);
  const p = new Float64Array(isWrong.length);
  tokens.forEach((i, k) => {
    p[i] = logistic(z[k] + s);
  });
  const loss = (some) => -some.reduce((sum, i) => sum + Math.log(isWrong[i] ? p[i] : 1 - p[i]), 0);
  const listed = tokens.filter((i) => p[i] >= OWN);
  const wrong = listed.filter((i) => isWrong[i]);
  return [ap(tokens, p, isWrong), ap(others, p, isWrong), loss(tokens), loss(others), listed.length, wrong.length];
}

function ap(tokens, scores, isWrong) {
  return averagePrecision(
    tokens.map((i) => scores[i]),
    tokens.map((i) => isWrong[i]),
  );
}

function ofTraining(file) {
  return readJson(file).findings.filter(({ kind }) => kind !== "reference");
}
