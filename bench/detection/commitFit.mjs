// What evidence is worth in a commit's sentences, and the prior of their errors (src/audit/score/changed{Evidence,Prior}.ts), from
// commits that the version before judges once it has learnt from them (src/audit/commit), each with a third of its segments wrong and
// as it should be, with a reference and without:
//   node bench/detection/commitFit.mjs DATA
//   node bench/detection/commitFit.mjs DATA --corpora ewt-upos,ewt-xpos --seeds 2,3
// [--sentences 100] [--date YYYY-MM-DD] [--out FILE]. Writes `changed` of src/audit/coefficients/coefficients.json, of segments or of
// plain tags; seed 1 is left to commit.mjs. Needs a build.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { NONE } from "../../dist/audit/candidates/candidates.js";
import { changedEvidence, labelledOtherwise } from "../../dist/audit/score/changedEvidence.js";
import { withChangedPrior } from "../../dist/audit/score/changedPrior.js";
import { toTrain } from "../../dist/cached/tagger.js";
import { annotate } from "../../dist/corpus/index.js";
import { createKernels } from "../../dist/kernels/index.js";
import { choicesOf } from "../../dist/pipeline/choices.js";
import { commitResult } from "../../dist/pipeline/commit.js";
import { Cache } from "../../dist/storage/index.js";
import { scratch } from "../lib/run.mjs";
import { TRAINING } from "./evidence.mjs";
import { loadForNoise } from "./noise/corpora.mjs";
import { makeNoise } from "./noise/suite.mjs";
import { corpusOf } from "./noise/tagger.mjs";
import { fitSingle } from "./regressionFit.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    corpora: { type: "string", default: "uner-ewt,wnut17,wikigold" },
    sentences: { type: "string", default: "100" },
    seeds: { type: "string", default: "2,3,4,5" },
    date: { type: "string" },
    out: { type: "string", default: "src/audit/coefficients/coefficients.json" },
  },
});
if (positionals.length !== 1) throw new Error("usage: node bench/detection/commitFit.mjs DATA [--corpora LIST] …");
const REQUEST = { targets: "errors", trust: "auto", cgTolerance: 1e-2, threshold: 0.5 };
/** What is asked of a gate: of what it reports this much is wrong, and so many reports at most of 100 sentences without errors, in the mean of corpora. */
const LEAST_PRECISION = 0.8;
const MOST_FALSE = 1;
const PRIORS = [0.0005, 0.001, 0.002, 0.005, 0.01].flatMap((unchanged) =>
  [0.5, 1, 2].flatMap((errors) => [25, 50, 100, 200].map((correct) => ({ errors, correct, unchanged }))),
);
let kernels;
/** Each version before is audited once. */
const cache = new Cache(scratch(), console.error);
const environment = {
  cache,
  kernels: async () => kernels,
  stage: async () => ({ update() {}, done() {} }),
  note() {},
  warn: console.error,
};
const numbers = (list) => list.split(",").map(Number);

const commits = [];
for (const name of options.corpora.split(",")) {
  const corpus = await loadForNoise(name, positionals[0]);
  for (const rate of numbers(options.sentences))
    for (const seed of numbers(options.seeds)) {
      kernels = createKernels({ threads: 2 });
      commits.push(...(await judged({ corpus: name, kind: "commit", rate, seed }, corpus)));
      kernels.close();
    }
}
const fits = ["segments", "plain"].flatMap((tags) => {
  const own = commits.filter((one) => one.tags === tags);
  return own.length > 0 ? [[tags, chosen(own)]] : [];
});
for (const [tags, fit] of fits) console.log(tags, JSON.stringify(fit));
write(Object.fromEntries(fits));

/** {corpus, tags, sentences, isPlanted, isCompared, label, logOdds, single, otherwise, wrong, others}: of the candidates in changed sentences, and e of the others. */
async function judged(scenario, { train: clean, reference, scheme }) {
  const made = makeNoise(scenario, clean, { scheme });
  const annotated = (documents) => annotate(corpusOf(documents, scheme), scheme);
  const [before, trusted, right] = [made.base, reference, clean].map(annotated);
  const changed = new Set(made.changed);
  const about = { corpus: scenario.corpus, tags: scheme === "plain" ? "plain" : "segments", sentences: scenario.rate };
  const all = [];
  for (const against of [trusted, null]) {
    const tagger = toTrain(environment.kernels, before.corpus, { ...TRAINING, scheme }, cache);
    for (const [isPlanted, documents] of [
      [true, made.documents],
      [false, clean],
    ]) {
      const train = annotated(documents);
      const { result } = await commitResult(
        { train, reference: against, tagger },
        { train: before, tagger, changed },
        against && { kind: "errors" },
        choicesOf(REQUEST, against !== null),
        environment,
      );
      const own = { isPlanted, isCompared: against !== null };
      all.push({ ...about, ...own, ...evidenceOf(result, train, right.corpus, changed) });
    }
  }
  return all;
}

/** A candidate is wrong if a token of it, or of what is suggested, is annotated otherwise than it should be. */
function evidenceOf({ table: { candidates, proposals, logOdds }, single }, train, right, changed) {
  const tag = ({ tags }, t) => tags.values[tags.ids[t]];
  const isWrong = (row) => {
    const spans = [{ start: candidates.start[row], end: candidates.end[row] }, ...(proposals.at(row)?.segments ?? [])];
    const tokens = spans.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, j) => start + j));
    return Number(tokens.some((t) => tag(train.corpus, t) !== tag(right, t)));
  };
  const otherwise = labelledOtherwise(train, candidates, changed);
  const open = [...single.keys()].filter((row) => single[row] > Number.NEGATIVE_INFINITY);
  const own = open.filter((row) => changed.has(candidates.sentence[row]));
  return {
    label: own.map((row) => candidates.label[row]),
    logOdds: Float64Array.from(own, (row) => logOdds[row]),
    single: Float64Array.from(own, (row) => single[row]),
    otherwise: Float64Array.from(own, (row) => otherwise[row]),
    wrong: own.map(isWrong),
    others: Float64Array.from(
      open.filter((row) => !changed.has(candidates.sentence[row])),
      (row) => single[row],
    ),
  };
}

/** What evidence is worth, learnt from commits with errors. */
function modelOf(some, isCompared) {
  const samples = some.filter((one) => one.isPlanted && one.isCompared === isCompared).map(sampleOf);
  const form = { straight: true, sides: some[0].tags === "plain" ? 1 : 2 };
  const { constant, slopes } = fitSingle(samples, () => true, form);
  const of = (name) => slopes[name]?.map(([slope]) => slope) ?? [0, 0];
  return { constant, slope: of("single"), elsewhere: of("elsewhere") };
}

function sampleOf({ corpus, label, single, otherwise, wrong }) {
  const errors = wrong.reduce((sum, x) => sum + x, 0);
  return {
    ...{ corpus, importance: 1, y: wrong, weight: wrong.map(() => 1) },
    names: ["single", "elsewhere"],
    columns: [single, otherwise],
    side: label.map((number) => Number(number === NONE)),
    wrongShare: errors / wrong.length,
    wrongWeight: errors,
  };
}

/**
 * {changed, figures}: what evidence is worth, and the prior under which most errors are found, of those that keep to what is asked of a gate; else
 * of all. For it, each corpus is judged by what evidence is worth in the others.
 */
function chosen(some) {
  const judged = some.map((one) => {
    const model = modelOf(
      some.filter(({ corpus }) => corpus !== one.corpus),
      one.isCompared,
    );
    return { ...one, evidence: changedEvidence(one, one.single, one.otherwise, () => true, model) };
  });
  const tried = PRIORS.map((prior) => ({ prior, figures: figuresOf(judged, prior) }));
  const kept = tried.filter(
    ({ figures: { precision, falseOnes } }) => precision >= LEAST_PRECISION && falseOnes <= MOST_FALSE,
  );
  const [{ prior, figures }] = (kept.length > 0 ? kept : tried).sort(
    (a, b) => b.figures.found - a.figures.found || b.figures.precision - a.figures.precision,
  );
  return { changed: { ...prior, alone: modelOf(some, false), compared: modelOf(some, true) }, figures };
}

/** falseOnes: false findings in 100 sentences without errors, but for further cases of what the version before has; the mean over corpora. */
function figuresOf(judged, prior) {
  let [found, wrong, listed] = [0, 0, 0];
  const clean = new Map();
  for (const one of judged) {
    const [evidence, known] = [one.evidence, one.logOdds].map((own) => Float64Array.from([...own, ...one.others]));
    const isChanged = (row) => row < one.wrong.length;
    const { logOdds } = withChangedPrior(known, evidence, isChanged, () => one.isPlanted, prior);
    const rows = [...one.wrong.keys()].filter((row) => logOdds[row] >= 0);
    if (!one.isPlanted) {
      clean.set(one.corpus, [...(clean.get(one.corpus) ?? []), (100 * rows.length) / one.sentences]);
      continue;
    }
    listed += rows.length;
    found += rows.filter((row) => one.wrong[row]).length;
    wrong += one.wrong.reduce((sum, x) => sum + x, 0);
  }
  const mean = (all) => all.reduce((sum, x) => sum + x, 0) / all.length;
  return { found, wrong, precision: found / Math.max(1, listed), falseOnes: mean([...clean.values()].map(mean)) };
}

function write(fits) {
  const all = JSON.parse(readFileSync(options.out, "utf8"));
  for (const [tags, { changed }] of Object.entries(fits)) all.changed[tags] = changed;
  all.provenance.changed = {
    command:
      "node bench/detection/commitFit.mjs DATA; node bench/detection/commitFit.mjs DATA --corpora ewt-upos,ewt-xpos --seeds 2,3",
    date: options.date ?? all.provenance.changed.date,
    note: "the most errors found with a precision of .8 and 1 false finding in 100 sentences without errors, the mean over corpora",
    figures: {
      ...all.provenance.changed.figures,
      ...Object.fromEntries(Object.entries(fits).map(([tags, { figures }]) => [tags, figures])),
    },
  };
  writeFileSync(options.out, `${JSON.stringify(all, null, 2)}\n`);
}
