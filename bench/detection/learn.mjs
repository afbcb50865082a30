// Learns what the score is made of (src/audit/coefficients/coefficients.json) where the errors are known:
//   node bench/detection/learn.mjs DATA EVIDENCE_DIR [--only uner-ewt,wikigold] [--out FILE] [--date YYYY-MM-DD]
//   node bench/detection/learn.mjs DATA EVIDENCE_DIR --plain [--only ewt-upos,ewt-xpos]
// Plants each kind of error in a part of each corpus, audits it, and keeps each candidate's evidence and whether it is wrong
// in EVIDENCE_DIR, from where a later run takes it (a scenario takes 5 to 15 CPU seconds). Each sort of error then gets a
// logistic regression of its own, all scenarios counting alike. With --without CORPUS, that one is left out: how the score
// carries over to it is what bench/detection/RESULTS.md tells. Needs a build.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readReference } from "../../dist/audit/candidates/decode.js";
import { findCandidates } from "../../dist/audit/candidates/find.js";
import { refitWithReference } from "../../dist/audit/refits/refits.js";
import { featuresOf } from "../../dist/audit/score/features.js";
import { computeSignals } from "../../dist/audit/signals/signals.js";
import { annotate, readCorpus } from "../../dist/corpus/index.js";
import { defaultTemplates } from "../../dist/features/templates.js";
import { inverseHessianVector } from "../../dist/influence/inverse.js";
import { segmentGradient } from "../../dist/influence/segmentGradient.js";
import { chooseTargets } from "../../dist/influence/targets.js";
import { createKernels } from "../../dist/kernels/index.js";
import { train } from "../../dist/tagger/train.js";
import { loadCorpus, writeDocuments } from "./corpus.mjs";
import { logisticRegression } from "./logisticRegression.mjs";
import { plant } from "./plant.mjs";

/** The sorts of errors that have coefficients of their own, and the kinds that each is learnt from. */
const OF_SEGMENTS = {
  context: ["context"],
  names: ["words", "annotator", "document"],
  bounds: ["heads", "tails"],
  omissions: ["lowercase"],
  "slip of type": ["random-type"],
  "slip of bounds": ["random-span"],
  "slip of omission": ["random-missed"],
};
const OF_TAGS = { context: ["context"], names: ["words", "annotator", "document"], "slip of type": ["random-type"] };
/** Planted habits change all of a group; real ones leave some of it right, and θ_w must be able to tell which. */
const OWN_ODDS = 0.5;
const leastOf = (name, side) => (name === "constant" ? -1e9 : name === "odds.joint" && side === 0 ? OWN_ODDS : 0);
const SEED = 1;
/** Precision of the prior on a coefficient; the errors of one scenario weigh as much as this many. */
const PRECISION = 10;
const ERRORS = 30;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    plain: { type: "boolean", default: false },
    only: { type: "string" },
    without: { type: "string" },
    out: { type: "string" },
    date: { type: "string" },
    "no-fit": { type: "boolean", default: false },
  },
});
if (positionals.length !== 2) throw new Error("usage: node bench/detection/learn.mjs DATA EVIDENCE_DIR");
const [data, directory] = positionals;
mkdirSync(directory, { recursive: true });
const { plain } = options;
const SORTS = plain ? OF_TAGS : OF_SEGMENTS;
/** Of all segments; where each token is one, so many are wrong in no corpus. */
const RATES = plain ? [0.005, 0.02] : [0.03, 0.1];
const scheme = plain ? "plain" : "BIO";
const only = options.only ?? (plain ? "ewt-upos,ewt-xpos" : "uner-ewt,wikigold");

const scenarios = RATES.flatMap((rate) =>
  Object.values(SORTS).flatMap((kinds) =>
    kinds.flatMap((kind) => only.split(",").map((corpus) => ({ corpus, kind, rate }))),
  ),
);
for (const scenario of scenarios) {
  if (existsSync(fileOf(scenario))) continue;
  const start = process.cpuUsage().user;
  const rows = await evidenceOn(scenario);
  writeFileSync(fileOf(scenario), JSON.stringify(rows));
  const seconds = ((process.cpuUsage().user - start) / 1e6).toFixed(0);
  console.error(
    `${fileOf(scenario)}: ${rows.wrong.filter((x) => x).length} of ${rows.wrong.length} wrong, ${seconds} s`,
  );
}
if (!options["no-fit"])
  writeCoefficients(options.out ?? "src/audit/coefficients/coefficients.json", modelsOf(fitted()));

function fileOf({ corpus, kind, rate }) {
  return join(directory, `${corpus}-${kind}-${100 * rate}.json`);
}

/** {names, wrong, missed, columns}: the evidence on every candidate of a planted corpus, and whether it is wrong. */
async function evidenceOn({ corpus: name, kind, rate }) {
  const scratch = mkdtempSync(join(tmpdir(), "seginf-learn-"));
  try {
    const clean = await loadCorpus(name, data, true);
    const files = ["train", "gold", "reference"].map((file) => join(scratch, file));
    [plant(clean.train, kind, rate, SEED).documents, clean.train, clean.reference].forEach((documents, i) => {
      writeDocuments(files[i], documents, scheme);
    });
    const [corpus, gold, reference] = await Promise.all(files.map((file) => readCorpus(file, {})));
    return await judge(corpus, gold, reference);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function judge(corpus, gold, reference) {
  const kernels = createKernels();
  const trained = train(kernels, corpus, {
    ...{ templates: defaultTemplates, scheme, lambda: 1, minCount: 1, tolerance: 1e-4, maxIterations: 2000 },
  });
  const { tagger, objective } = trained;
  const read = readReference(tagger, annotate(reference, scheme), kernels);
  const targets = chooseTargets(
    { kind: "errors" },
    reference,
    read.gold.segments,
    read.predicted,
    read.problem.chains.gold,
  );
  const gradient = segmentGradient(read.problem, read.theta, targets);
  const v = inverseHessianVector(objective, tagger.theta, gradient, { tolerance: 1e-2, maxIterations: 300 }).x;
  const { joint, referenceOnly } = await refitWithReference(trained, read, "auto", null);
  const annotated = annotate(corpus, scheme);
  const weights = { theta: tagger.theta, joint, referenceOnly };
  const subject = { annotated, reference: read.gold, tagger, objective, weights, v };
  const found = findCandidates(subject);
  const { table, variation } = computeSignals(subject, found);
  const evidence = featuresOf(table, variation, corpus);
  kernels.close();
  const { candidates, proposals } = table;
  const { tagEncoder } = found.source;
  const tagOf = ({ tags }, t) => tags.values[tags.ids[t]];
  const isWrong = (t) => tagOf(corpus, t) !== tagOf(gold, t);
  const wrong = Array.from(candidates.start, (start, i) => {
    const changed = [];
    const proposal = proposals.at(i);
    if (proposal) {
      const place = { sentence: candidates.sentence[i], previous: candidates.previous[i] };
      const { from, numbers } = tagEncoder.encodeFor(proposal, place);
      numbers.forEach((number, j) => {
        if (tagger.labels[number] !== tagOf(corpus, from + j)) changed.push(from + j);
      });
    }
    if (changed.length === 0) for (let t = start; t < candidates.end[i]; t++) changed.push(t);
    return changed.some(isWrong) ? 1 : 0;
  });
  return {
    names: evidence.map(({ name }) => name),
    wrong,
    missed: Array.from(candidates.label, (label) => (label < 0 ? 1 : 0)),
    columns: evidence.map(({ values }) => Array.from(values, (x) => Number(x.toPrecision(7)))),
  };
}

/** Of each sort of error, the coefficients of its log density ratio. */
function fitted() {
  const used = scenarios.filter((one) => one.corpus !== options.without);
  return Object.entries(SORTS).map(([sort, kinds]) => {
    const loaded = used
      .filter(({ kind }) => kinds.includes(kind))
      .map((scenario) => JSON.parse(readFileSync(fileOf(scenario), "utf8")));
    const { names } = loaded[0];
    const columns = 2 + 2 * names.length;
    const rows = loaded.reduce((sum, { wrong }) => sum + wrong.length, 0);
    const examples = { rows, columns, x: new Float64Array(rows * columns), y: [], weight: [] };
    for (const one of loaded) {
      const weight =
        ERRORS /
        Math.max(
          1,
          one.wrong.reduce((sum, x) => sum + x, 0),
        );
      one.wrong.forEach((wrong, i) => {
        const row = examples.x.subarray(examples.y.length * columns, (examples.y.length + 1) * columns);
        const side = one.missed[i];
        row[0] = 1;
        row[1] = side;
        one.columns.forEach((values, j) => {
          row[2 + 2 * j + side] = values[i];
        });
        examples.y.push(wrong);
        examples.weight.push(weight);
      });
    }
    const precision = new Float64Array(columns).fill(PRECISION);
    precision[0] = 1e-3;
    const least = Float64Array.from(precision, (_, j) => leastOf(j < 2 ? "constant" : names[(j - 2) >> 1], j % 2));
    const b = bounded(examples, precision, least);
    const total = examples.weight.reduce((sum, w) => sum + w, 0);
    const share = examples.weight.reduce((sum, w, i) => sum + w * examples.y[i], 0) / total;
    const constant = b[0] - Math.log(share / (1 - share));
    const coefficients = Object.fromEntries(names.map((name, j) => [name, [b[2 + 2 * j], b[3 + 2 * j]]]));
    return [sort, { constant: [constant, constant + b[1]], ...coefficients }];
  });
}

/**
 * The coefficients, none below its bound: more evidence may not speak for less of an error, or the score would learn what
 * is hard in these corpora. Those that would be below are held there, and the others fitted again.
 */
function bounded(examples, precision, least) {
  const held = precision.map(() => 0);
  for (;;) {
    const prior = { mean: least.map((x, j) => (held[j] > 0 ? x : 0)), precision: precision.map((r, j) => r + held[j]) };
    const b = logisticRegression(examples, prior);
    const below = [...b.keys()].filter((j) => b[j] < least[j] && held[j] === 0);
    if (below.length === 0) return b.map((x, j) => (held[j] > 0 ? least[j] : x));
    for (const j of below) held[j] = 1e9;
  }
}

/** The module that holds them. */
/** Coefficients of two digits, those of 0 left out. */
function modelsOf(fits) {
  const rounded = (pair) => pair.map((x) => Number(x.toFixed(2)) + 0);
  const sparse = (coefficients) =>
    Object.fromEntries(
      Object.entries(coefficients)
        .map(([name, pair]) => [name, rounded(pair)])
        .filter(([, pair]) => pair.some((x) => x !== 0)),
    );
  return Object.fromEntries(fits.map(([sort, coefficients]) => [sort, sparse(coefficients)]));
}

/** Puts what was fitted into coefficients.json, with how it was made. */
function writeCoefficients(file, models) {
  const all = JSON.parse(readFileSync(file, "utf8"));
  const name = plain ? "plain" : "segments";
  all.models[name] = models;
  all.provenance.models[name] = {
    command: `node bench/detection/learn.mjs DATA EVIDENCE_DIR${plain ? " --plain" : ""}`,
    seed: SEED,
    corpora: digests(),
    date: options.date ?? all.provenance.models[name]?.date ?? null,
    bounds: plain ? {} : { "odds.joint": OWN_ODDS },
  };
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
}

/** The evidence that was learnt from, by content. */
function digests() {
  return readdirSync(directory)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => ({
      evidence: file,
      sha256: createHash("sha256")
        .update(readFileSync(join(directory, file)))
        .digest("hex"),
    }));
}
