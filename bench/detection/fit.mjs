// Learns the score's regressions (src/audit/coefficients/coefficients.json) from kept evidence:
//   node bench/detection/fit.mjs EVIDENCE [--judge] [--only REGEXP] [--date YYYY-MM-DD] [--out FILE]
// Three for segments and three for plain tags: without a reference, with one, and with a noise channel. With --judge, nothing is written: each
// corpus is left out in turn, and what the others teach is held against it. --only takes some of BIO/alone, BIO/compared, BIO/channel, plain/alone
// and plain/compared; the others, and what verdicts are expected to move, then stay as they are. Run gather.mjs first. Needs a build.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { coefficients } from "../../dist/audit/coefficients/coefficients.js";
import { table } from "../lib/run.mjs";
import { averagePrecision } from "./evidence.mjs";
import { evidenceIn, figuresOf, fitModel, fitSingle, logOddsOf, sampleOf, tokenScores } from "./regressionFit.mjs";
import { chooseVerdictPrior } from "./verdictFit.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    judge: { type: "boolean", default: false },
    date: { type: "string" },
    only: { type: "string", default: "" },
    without: { type: "string" },
    out: { type: "string", default: "src/audit/coefficients/coefficients.json" },
  },
});
if (positionals.length !== 1) throw new Error("usage: node bench/detection/fit.mjs EVIDENCE [--judge]");
const [directory] = positionals;
const without = options.without ? new RegExp(options.without) : null;
/** What is used of the evidence. Of plain tags, no noise channel: it costs most there and adds nothing. */
const MODELS = {
  alone: { of: ({ reference }) => reference === 0, uses: () => true },
  compared: { of: ({ reference }) => reference > 0, uses: (name) => !name.includes("channel") },
  channel: { of: ({ reference }) => reference > 0, uses: () => true },
};
const modelsOf = (scheme) => Object.keys(MODELS).filter((model) => scheme !== "plain" || model !== "channel");
const isUsed = (model) => (name) => MODELS[model].uses(name) && !without?.test(name);
const SCHEMES = ["BIO", "plain"];
/**
 * Of plain tags there are two releases of one corpus: one slope a feature, and from habits and slips alone, carry over to the real corrections
 * of EWT as pieces and all kinds do not (RESULTS.md).
 */
const fitOf = (scheme) => (scheme === "plain" ? { sides: 1, straight: true } : { sides: 2 });
const NOT_OF_PLAIN = /^(weak|foreign|distant|overlabelling)|\+/;
const coefficientsOf = (scheme) => coefficients.models[scheme === "plain" ? "plain" : "segments"];
/** Shares that errors which stand alone may be taken to have, and how much less AP, and precision from .5 on, is as good. */
const SHARES = [0, 0.001, 0.002, 0.005, 0.01, 0.02];
/** Shares that are taken to look so where nothing more is to correct. */
const BEYOND = [0.01, 0.015, 0.02, 0.03, 0.05];
const AS_GOOD = { ap: 0.01, precision: 0.03 };
const isOfSlips = ({ kind }) => /^random/.test(kind);
const learning = ({ kind, scheme }) => kind !== "commit" && !(scheme === "plain" && NOT_OF_PLAIN.test(kind));

const only = new RegExp(options.only);
const wantedOf = (scheme) => modelsOf(scheme).filter((model) => only.test(`${scheme}/${model}`));
if (options.judge) for (const scheme of SCHEMES) for (const model of wantedOf(scheme)) judge(scheme, model);
if (!options.judge) writeCoefficients();

function samplesOf(scheme, model) {
  const accept = (about) => about.scheme === scheme && MODELS[model].of(about) && learning(about);
  const samples = [...evidenceIn(directory, accept)].map(sampleOf);
  return samples.map((one) => ({ ...one, importance: importanceOf(one, samples) }));
}

/** What annotators have corrected weighs as much as all that is planted in the same corpus. */
function importanceOf({ kind, corpus }, samples) {
  const isPlanted = (one) => one.corpus === corpus && one.kind !== "corrections";
  return kind === "corrections" ? Math.max(1, samples.filter(isPlanted).length) : 1;
}

/** By corpus: what the others teach, and the evidence of its own that `accept` takes. */
function* leftOut(scheme, model, samples, accept) {
  for (const corpus of new Set(samples.map((one) => one.corpus))) {
    const others = samples.filter((one) => one.corpus !== corpus);
    const single = fitSingle(others.filter(isOfSlips), isUsed(model), fitOf(scheme));
    const isOwn = (about) =>
      about.scheme === scheme && MODELS[model].of(about) && about.corpus === corpus && accept(about);
    yield { corpus, others, single, evidence: () => evidenceIn(directory, isOwn) };
  }
}

/** The model of the others, with the share of single errors that is in use. */
function withShareInUse(scheme, model, { others, single }) {
  const { share, beyond } = coefficientsOf(scheme)[model].single;
  return { ...fitModel(others, isUsed(model), fitOf(scheme)), single: { ...single, share, beyond } };
}

function judge(scheme, model) {
  const samples = samplesOf(scheme, model);
  if (samples.length === 0) return;
  const rows = new Map();
  for (const one of leftOut(scheme, model, samples, () => true)) {
    const { corpus } = one;
    const fitted = withShareInUse(scheme, model, one);
    for (const evidence of one.evidence()) {
      const figures = figuresOf(evidence, logOddsOf(evidence, fitted));
      for (const key of keysOf(corpus, evidence)) rows.set(key, [...(rows.get(key) ?? []), figures]);
    }
  }
  console.log(`\n${scheme}, ${model}: each corpus by what the others teach\n`);
  console.log(figuresTable(rows));
}

/** The rows of the table that a scenario counts in, "" for all. */
function keysOf(corpus, { about: { kind, reference }, isWrong }) {
  const share = isWrong.reduce((sum, x) => sum + x, 0) / isWrong.length;
  const rate = share > 0.008 ? "high" : "low";
  if (kind === "commit" || kind === "corrections") return [`${kind} ${kind === "commit" ? rate : corpus}`];
  const family = kind.includes("+") ? "mixture" : /^random/.test(kind) ? `slips ${kind}` : kind;
  const size = `reference ${reference <= 200 ? "small" : "large"}`;
  return ["", rate, `${family} ${rate}`, corpus, `${corpus} ${rate}`, size];
}

function figuresTable(rows) {
  const mean = (all, of) => (all.reduce((sum, one) => sum + of(one), 0) / all.length).toFixed(3);
  const total = (all, name) => all.reduce((sum, one) => sum + one[name], 0);
  const ratio = (all, above, below) => (total(all, above) / Math.max(1, total(all, below))).toFixed(2);
  return table(
    [
      "",
      "n",
      "AP",
      "best single feature",
      "at least it − .01",
      "ECE",
      "largest ECE",
      "≥ .5",
      "of these right",
      "expected / wrong",
    ],
    [...rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, all]) => [
        key || "all",
        all.length,
        mean(all, ({ ap }) => ap),
        mean(all, ({ best }) => best),
        mean(all, ({ ap, best }) => Number(ap >= best - 0.01)),
        mean(all, ({ ece }) => ece),
        Math.max(...all.map(({ ece }) => ece)).toFixed(3),
        mean(all, ({ listed }) => listed),
        ratio(all, "right", "listed"),
        ratio(all, "expected", "wrong"),
      ]),
  );
}

function writeCoefficients() {
  const all = JSON.parse(readFileSync(options.out, "utf8"));
  const command = `node bench/detection/gather.mjs DATA EVIDENCE; node bench/detection/fit.mjs EVIDENCE`;
  const about = {
    command: options.only ? `${command} --only ${options.only}` : command,
    seed: 1,
    date: options.date ?? null,
  };
  for (const [scheme, name] of [
    ["BIO", "segments"],
    ["plain", "plain"],
  ])
    for (const model of wantedOf(scheme)) {
      const samples = samplesOf(scheme, model);
      const single = fitSingle(samples.filter(isOfSlips), isUsed(model), fitOf(scheme));
      const share = shareOfSingle(scheme, model, samples);
      all.models[name][model] = { ...fitModel(samples, isUsed(model), fitOf(scheme)), single: { ...single, ...share } };
      const accept = (one) => one.scheme === scheme && MODELS[model].of(one) && learning(one);
      all.provenance.models[name][model] = { ...about, evidence: digest(accept) };
    }
  if (!options.only) {
    const { prior: deviations, ...trials } = chooseVerdictPrior(rankings());
    all.verdicts = deviations;
    all.provenance.verdicts = {
      ...about,
      note: "what the first 10, 30 and 100 findings are tells most of the next, each corpus by what the others teach; loss in nats a finding",
      figures: trials,
    };
  }
  writeFileSync(options.out, `${JSON.stringify(all, null, 2)}\n`);
}

/** Candidates of each scenario of segments, by what the other corpora teach. */
function rankings() {
  return ["alone", "channel"].flatMap((model) =>
    [...leftOut("BIO", model, samplesOf("BIO", model), learning)].flatMap((one) => {
      const fitted = withShareInUse("BIO", model, one);
      return [...one.evidence()].map((evidence) => ({
        corpus: one.corpus,
        logOdds: logOddsOf(evidence, fitted),
        wrong: Float32Array.from(evidence.wrong),
      }));
    }),
  );
}

/**
 * {share, beyond} with which the others' models rank each corpus best. Of constant shares, the largest one that is as good: the more slips are
 * found, the better. Where there are corrections, an estimate may rank better than any constant: annotators leave as they are what looks like a slip.
 */
function shareOfSingle(scheme, model, samples) {
  const constant = SHARES.map((share) => ({ share, beyond: null }));
  const estimated = scheme === "plain" ? BEYOND.map((beyond) => ({ share: 0, beyond })) : [];
  const all = [...constant, ...estimated].map((single) => ({ single, ap: 0, right: 0, listed: 0 }));
  const total = samples.reduce((sum, { importance }) => sum + importance, 0);
  for (const { others, single, evidence: own } of leftOut(scheme, model, samples, learning)) {
    const fitted = fitModel(others, isUsed(model), fitOf(scheme));
    for (const evidence of own()) {
      const part = importanceOf(evidence.about, samples) / total;
      for (const one of all) {
        const logOdds = logOddsOf(evidence, { ...fitted, single: { ...single, ...one.single } });
        one.ap += part * averagePrecision(tokenScores(evidence, logOdds), evidence.isWrong);
        logOdds.forEach((odds, i) => {
          if (odds < 0) return;
          one.listed++;
          one.right += evidence.wrong[i];
        });
      }
    }
  }
  const precisionOf = ({ right, listed }) => right / Math.max(1, listed);
  for (const one of all)
    console.log(
      `${scheme}/${model} ${JSON.stringify(one.single)}: AP ${one.ap.toFixed(4)} precision ${precisionOf(one).toFixed(3)}`,
    );
  const [ap, precision] = [(one) => one.ap, precisionOf].map((of) => Math.max(...all.map(of)));
  const best = all.find((one) => one.ap === ap);
  if (best.single.beyond !== null) return best.single;
  const isAsGood = (one) => one.ap >= ap - AS_GOOD.ap && precisionOf(one) >= precision - AS_GOOD.precision;
  return (all.slice(0, SHARES.length).findLast(isAsGood) ?? best).single;
}

/** Of all evidence that was learnt from. */
function digest(accept) {
  const hash = createHash("sha256");
  let files = 0;
  for (const file of readdirSync(directory)
    .filter((one) => one.endsWith(".json"))
    .sort()) {
    const about = JSON.parse(readFileSync(join(directory, file), "utf8"));
    if (!accept(about)) continue;
    hash.update(JSON.stringify(about)).update(readFileSync(join(directory, file.replace(/json$/, "bin"))));
    files++;
  }
  return { files, sha256: hash.digest("hex") };
}
