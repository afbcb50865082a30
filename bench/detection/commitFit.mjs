// The prior of a commit's sentences (src/audit/score/changedPrior.ts), from commits that the version before judges once it has learnt from
// them (src/audit/commit), each with a third of its segments wrong and as it should be, with a reference and without:
//   node bench/detection/commitFit.mjs DATA [--corpora uner-ewt,wnut17,wikigold] [--sentences 100] [--seeds 1,2] [--date YYYY-MM-DD]
// Writes `changed` of src/audit/coefficients/coefficients.json. Needs a build.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
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

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    corpora: { type: "string", default: "uner-ewt,wnut17,wikigold" },
    sentences: { type: "string", default: "100" },
    seeds: { type: "string", default: "1,2" },
    date: { type: "string" },
    out: { type: "string", default: "src/audit/coefficients/coefficients.json" },
  },
});
if (positionals.length !== 1) throw new Error("usage: node bench/detection/commitFit.mjs DATA [--corpora LIST] …");
const REQUEST = { targets: "errors", trust: "auto", cgTolerance: 1e-2, threshold: 0.5 };
/** What is asked of a gate: of what it reports this much is wrong, and so many reports at most of 100 sentences without errors, in the mean. */
const LEAST_PRECISION = 0.8;
const MOST_FALSE = 1;
const PRIORS = [0.7, 0.75, 0.8, 0.85, 0.9, 1].flatMap((slope) =>
  [0.0005, 0.001, 0.002, 0.005].flatMap((unchanged) =>
    [0.5, 1, 2].flatMap((errors) => [25, 50, 100, 200, 400].map((correct) => ({ slope, errors, correct, unchanged }))),
  ),
);
const kernels = createKernels({ threads: 2 });
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
    for (const seed of numbers(options.seeds))
      commits.push(...(await judged({ corpus: name, kind: "commit", rate, seed }, corpus)));
}
kernels.close();
const { prior, ...figures } = chosen();
console.log(JSON.stringify({ prior, figures }));
write(prior, figures);

/** {corpus, sentences, isPlanted, evidence, wrong}: e of all candidates, those of changed sentences first, and which of these are wrong. */
async function judged(scenario, { train: clean, reference, scheme }) {
  const made = makeNoise(scenario, clean, { scheme });
  const annotated = (documents) => annotate(corpusOf(documents, scheme), scheme);
  const [before, trusted, right] = [made.base, reference, clean].map(annotated);
  const changed = new Set(made.changed);
  const about = { corpus: scenario.corpus, sentences: scenario.rate };
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
      all.push({ ...about, isPlanted, ...evidenceOf(result, train.corpus, right.corpus, changed) });
    }
  }
  return all;
}

/** A candidate is wrong if a token of it, or of what is suggested, is annotated otherwise than it should be. */
function evidenceOf({ table: { candidates, proposals }, single }, now, right, isChanged) {
  const tag = ({ tags }, t) => tags.values[tags.ids[t]];
  const [own, others, wrong] = [[], [], []];
  for (let i = 0; i < candidates.count; i++) {
    if (single[i] === Number.NEGATIVE_INFINITY) continue;
    if (!isChanged.has(candidates.sentence[i])) {
      others.push(single[i]);
      continue;
    }
    own.push(single[i]);
    const spans = [{ start: candidates.start[i], end: candidates.end[i] }, ...(proposals.at(i)?.segments ?? [])];
    const tokens = spans.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, j) => start + j));
    wrong.push(Number(tokens.some((t) => tag(now, t) !== tag(right, t))));
  }
  return { evidence: Float64Array.from([...own, ...others]), wrong };
}

/** The prior under which most errors are found, of those that keep to what is asked of a gate; else of all. */
function chosen() {
  const tried = PRIORS.map((prior) => ({ prior, ...figuresOf(prior) }));
  const kept = tried.filter((one) => one.precision >= LEAST_PRECISION && one.mostFalse <= MOST_FALSE);
  return (kept.length > 0 ? kept : tried).sort((a, b) => b.found - a.found || b.precision - a.precision)[0];
}

/** mostFalse: of a corpus, the mean number of false findings in 100 sentences without errors, the largest. */
function figuresOf(prior) {
  let [found, wrong, listed] = [0, 0, 0];
  const falseOnes = new Map();
  for (const one of commits) {
    const isChanged = (row) => row < one.wrong.length;
    const { logOdds } = withChangedPrior(one.evidence, one.evidence, isChanged, undefined, prior);
    const rows = [...one.wrong.keys()].filter((row) => logOdds[row] >= 0);
    if (!one.isPlanted) {
      falseOnes.set(one.corpus, [...(falseOnes.get(one.corpus) ?? []), (100 * rows.length) / one.sentences]);
      continue;
    }
    listed += rows.length;
    found += rows.filter((row) => one.wrong[row]).length;
    wrong += one.wrong.reduce((sum, x) => sum + x, 0);
  }
  const mean = (all) => all.reduce((sum, x) => sum + x, 0) / all.length;
  const mostFalse = Math.max(...[...falseOnes.values()].map(mean));
  return { found, wrong, precision: found / Math.max(1, listed), mostFalse };
}

function write(prior, figures) {
  const all = JSON.parse(readFileSync(options.out, "utf8"));
  all.changed = prior;
  all.provenance.changed = {
    command: "node bench/detection/commitFit.mjs DATA",
    date: options.date ?? all.provenance.changed.date,
    note: "the most errors found with a precision of .8 and 1 false finding in 100 sentences without errors in the mean of each corpus",
    figures,
  };
  writeFileSync(options.out, `${JSON.stringify(all, null, 2)}\n`);
}
