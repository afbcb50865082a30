// What each constant of the patterns (patterns in src/audit/coefficients/coefficients.json) is worth:
//   node bench/detection/patternConstants.mjs DATA [--only NAMES] [--factors 0.3,3] [--constants REGEXP] [--kinds REGEXP]
// Every constant is multiplied by each factor, of a share its odds, the others as they are, and patterns are looked for again: in parts of uner-ewt,
// wikigold, wnut17 and newswire with systematic errors (scenarios.mjs), and in EWT's real corrections. Prints token AP and the share that is right from .5
// on, and for every constant the best of its values by the mean over the corpora. Needs a build.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { coefficients } from "../../dist/audit/coefficients/coefficients.js";
import { scoreCandidates } from "../../dist/audit/score/score.js";
import { toTrain } from "../../dist/cached/tagger.js";
import { annotate, readCorpus } from "../../dist/corpus/index.js";
import { defaultTemplates } from "../../dist/features/templates.js";
import { createKernels } from "../../dist/kernels/index.js";
import { table } from "../lib/run.mjs";
import { auditNoise, averagePrecision, judge, tokenLogOdds } from "./evidence.mjs";
import { loadForNoise } from "./noise/corpora.mjs";
import { taggerFor } from "./noise/tagger.mjs";
import { KINDS } from "./plant.mjs";
import { learningScenarios, SENTENCES } from "./scenarios.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", default: "uner-ewt,wikigold,wnut17,newswire,upos,xpos" },
    factors: { type: "string", default: "0.3,3" },
    constants: { type: "string", default: "" },
    kinds: { type: "string", default: "" },
  },
});
if (positionals.length !== 1) throw new Error("usage: node bench/detection/patternConstants.mjs DATA [--only NAMES]");
const [data] = positionals;
const REFERENCE = 1000;
const TRAINING = {
  templates: defaultTemplates,
  scheme: "plain",
  lambda: 1,
  minCount: 1,
  tolerance: 1e-5,
  maxIterations: 2000,
};
const PATTERNS = coefficients.patterns;
const AS_THEY_ARE = { ...PATTERNS };
const variants = [
  ["as it is", {}],
  ...Object.entries(AS_THEY_ARE)
    .filter(([name]) => new RegExp(options.constants).test(name))
    .flatMap(([name, value]) =>
      options.factors.split(",").map((factor) => {
        const varied = times(value, Number(factor));
        return [`${name} ${Number(varied.toPrecision(3))}`, { [name]: varied }];
      }),
    ),
];
/** By variant, by column: [{ap, listed, right}]. */
const found = new Map(variants.map(([name]) => [name, new Map()]));
const names = options.only.split(",");
for (const corpus of names.filter((name) => name in SENTENCES)) await planted(corpus);
for (const [name, column] of [
  ["upos", "2"],
  ["xpos", "3"],
])
  if (names.includes(name)) await corrected(name, column);
const columns = [...found.get("as it is").keys()];
const mean = (all, of) => all.reduce((sum, one) => sum + of(one), 0) / all.length;
console.log(
  table(
    ["", ...columns.flatMap((name) => [`${name}: AP`, "right from .5 on"])],
    variants.map(([variant]) => [
      variant,
      ...columns.flatMap((name) => {
        const all = found.get(variant).get(name);
        const listed = mean(all, (one) => one.listed);
        return [apOf(variant, name).toFixed(3), (mean(all, ({ right }) => right) / Math.max(1, listed)).toFixed(2)];
      }),
    ]),
  ),
);

for (const constant of Object.keys(AS_THEY_ARE)) {
  const gains = variants
    .filter(([, changes]) => constant in changes)
    .map(([variant]) => ({ variant, gain: mean(columns, (name) => apOf(variant, name) - apOf("as it is", name)) }))
    .sort((a, b) => b.gain - a.gain);
  if (gains.length > 0)
    console.log(`${gains[0].variant}: mean AP ${gains[0].gain >= 0 ? "+" : ""}${gains[0].gain.toFixed(4)}`);
}

function apOf(variant, name) {
  return mean(found.get(variant).get(name), ({ ap }) => ap);
}

/** The value times the factor; of what lies between 0 and 1, its odds are, for most are shares. */
function times(value, factor) {
  return value > 0 && value < 1 ? (factor * value) / (1 - value + factor * value) : factor * value;
}

/** Systematic errors with a reference. */
async function planted(name) {
  const corpus = await loadForNoise(name, data, { sentences: SENTENCES[name] });
  const context = { ...corpus, predict: taggerFor(corpus.scheme) };
  for (const scenario of learningScenarios(1))
    if (scenario.corpus === name && scenario.kind in KINDS && new RegExp(options.kinds).test(scenario.kind))
      await auditNoise(scenario, context, [REFERENCE], null, (judged) => vary(name, judged));
}

/** A release of EWT held against a later one. */
async function corrected(name, labelColumn) {
  const files = ["train.r2.1", "train.r2.16", "dev.r2.16"].map((file) => join(data, "ewt", `${file}.conll`));
  const [train, gold, reference] = await Promise.all(files.map((file) => readCorpus(file, { labelColumn })));
  const kernels = createKernels({ threads: 1 });
  const trained = await toTrain(async () => kernels, train, TRAINING, null).obtain();
  const judged = await judge(annotate(train, "plain"), annotate(reference, "plain"), trained, null, false);
  kernels.close();
  const tagOf = ({ tags }, t) => tags.values[tags.ids[t]];
  const tokens = train.words.ids.length;
  const isWrong = Uint8Array.from({ length: tokens }, (_, t) => Number(tagOf(train, t) !== tagOf(gold, t)));
  vary(name, { ...judged, tokens, isWrong, changed: (i) => [judged.table.candidates.start[i]] });
}

function vary(name, judged) {
  const { subject, table: before, variation, wrong, isWrong } = judged;
  const { logOdds } = scoreCandidates(subject.annotated, { table: before, variation }, subject.reference, wrong);
  for (const [variant, changes] of variants) {
    Object.assign(PATTERNS, changes);
    const { table: after } = judged.resolve(logOdds);
    Object.assign(PATTERNS, AS_THEY_ARE);
    const scores = tokenLogOdds(judged, after.logOdds, after);
    let [listed, right] = [0, 0];
    scores.forEach((x, t) => {
      if (x < 0) return;
      listed++;
      right += isWrong[t];
    });
    const own = found.get(variant);
    own.set(name, [...(own.get(name) ?? []), { ap: averagePrecision(scores, isWrong), listed, right }]);
  }
}
