// Learns what suggestions are weighed by (src/audit/coefficients/coefficients.json) where the right annotation is known:
//   node bench/detection/suggestions.mjs DATA [--only REGEXP] [--first N] [--cache DIRECTORY] [--date YYYY-MM-DD] [--out FILE]
// For each wrong candidate of the scenarios, the taggers' odds of every alternative, what the same words are elsewhere, and what kind of change it is; a conditional logistic
// regression (McFadden 1974) for segments and one for missed spans. Prints, corpus by corpus, how many of the right alternatives are
// chosen by what the others teach, and by each tagger alone. --first takes N scenarios of each corpus, whose order is random. Needs a build.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { candidateAt } from "../../dist/audit/candidates/candidates.js";
import { changeOf } from "../../dist/audit/patterns/change.js";
import { labelOdds, Places } from "../../dist/audit/places.js";
import { taggerScores } from "../../dist/audit/subject.js";
import { consider } from "../../dist/audit/suggestions/generate.js";
import { isWhole } from "../../dist/audit/suggestions/weights.js";
import { Relabeller } from "../../dist/influence/relabelling.js";
import { cholesky, solveCholesky } from "../../dist/math/cholesky.js";
import { Cache } from "../../dist/storage/index.js";
import { auditNoise } from "./evidence.mjs";
import { loadForNoise } from "./noise/corpora.mjs";
import { taggerFor } from "./noise/tagger.mjs";
import { learningScenarios, SENTENCES } from "./scenarios.mjs";

const REFERENCE = 1000;
const SEED = 1;
const LIMIT = 12;
const PRECISION = 1;
const TAGGERS = ["theta", "joint", "referenceOnly", "channel"];
/** Kinds whose rarity is told against another label on the same span; the moved bounds together. */
const KINDS = {
  spurious: "spurious",
  split: "split",
  before: "moved",
  after: "moved",
  first: "moved",
  last: "moved",
  bounds: "moved",
};
/** What the same words are elsewhere, by file. */
const PLACES = { training: "sameWords", reference: "sameWordsReference" };
const FEATURES = {
  segments: [...TAGGERS, ...Object.values(PLACES), "spurious", "split", "moved", "both"],
  missed: [...TAGGERS, ...Object.values(PLACES), "part"],
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", default: "^(?!ewt)" },
    first: { type: "string" },
    cache: { type: "string" },
    date: { type: "string" },
    out: { type: "string", default: "src/audit/coefficients/coefficients.json" },
  },
});
if (positionals.length !== 1) throw new Error("usage: node bench/detection/suggestions.mjs DATA [--only REGEXP]");
const [data] = positionals;
const cache = options.cache ? new Cache(options.cache, console.error) : null;

/** {segments, missed}: [{corpus, alternatives: [features], right: index}] */
const choices = { segments: [], missed: [] };
const corpora = new Map();
/** By corpus, the scenarios that were taken. */
const taken = new Map();
for (const scenario of learningScenarios(SEED)) {
  const { corpus: name, kind } = scenario;
  if (kind === "commit" || kind === "corrections" || !new RegExp(options.only).test(scenario.name)) continue;
  const before = taken.get(name) ?? 0;
  if (options.first && before >= Number(options.first)) continue;
  taken.set(name, before + 1);
  if (!corpora.has(name)) {
    const loaded = await loadForNoise(name, data, { sentences: SENTENCES[name] });
    corpora.set(name, { ...loaded, predict: taggerFor(loaded.scheme) });
  }
  await auditNoise(scenario, corpora.get(name), [REFERENCE], cache, (judged) => collect(name, judged));
}

const fits = Object.fromEntries(Object.entries(choices).map(([side, all]) => [side, fitted(side, all)]));
writeSuggestions();

function collect(corpus, { subject, found, table, isWrong, changed, goldTag }) {
  const { problem } = subject.objective;
  const judges = Object.entries(taggerScores(subject, problem)).map(([name, scores]) => [
    name,
    new Relabeller(problem.chains, scores),
  ]);
  const joint = judges.find(([name]) => name === "joint")[1];
  const { annotated, reference } = subject;
  const places = {
    training: new Places(annotated).ofSpansIn(annotated.corpus),
    reference: new Places(reference).ofSpansIn(annotated.corpus),
  };
  for (let i = 0; i < table.candidates.count; i++) {
    if (!changed(i).some((t) => isWrong[t])) continue;
    const candidate = candidateAt(table.candidates, i);
    const all = consider(candidate, found.source, joint, true);
    const right = all.findIndex((one) => isRight(one, candidate, subject, goldTag));
    if (right < 0) continue;
    const alternatives = all.map(({ proposal, tagging }) => {
      const odds = judges.map(([name, judge]) => [name, clipped(judge.change(candidate.sentence, tagging))]);
      const elsewhere = elsewhereOf(candidate, proposal, places);
      return { ...Object.fromEntries(odds), ...elsewhere, ...kindOf(candidate, proposal) };
    });
    choices[candidate.label === "O" ? "missed" : "segments"].push({ corpus, alternatives, right });
  }
}

function clipped(x) {
  return Math.max(-LIMIT, Math.min(LIMIT, x));
}

/** As src/audit/suggestions/weights.ts looks the words up. */
function elsewhereOf(candidate, { segments }, { training, reference }) {
  if (segments.length > 1) return {};
  const { start, end, label } = segments[0] ?? { ...candidate, label: "O" };
  return {
    [PLACES.training]: labelOdds(training(start, end), label),
    [PLACES.reference]: labelOdds(reference(start, end), label),
  };
}

function kindOf(candidate, proposal) {
  if (candidate.label === "O") return { part: Number(!isWhole(candidate, proposal)) };
  const { kind, label, suggestion } = changeOf(candidate, proposal.segments);
  const movesBounds = kind !== "label" && kind !== "spurious";
  return { ...(KINDS[kind] && { [KINDS[kind]]: 1 }), both: Number(movesBounds && label !== suggestion) };
}

/** Whether the window of the candidate and of what is proposed is then annotated as it should be. */
function isRight({ tagging }, { sentence, start, end }, { tagger, annotated }, goldTag) {
  const { sentenceStart, tags } = annotated.corpus;
  const past = tagging.from + tagging.numbers.length;
  const first = Math.max(sentenceStart[sentence], Math.min(start, tagging.from) - 1);
  const last = Math.min(sentenceStart[sentence + 1], Math.max(end, past) + 1);
  for (let t = first; t < last; t++) {
    const inside = t >= tagging.from && t < past;
    const tag = inside ? tagger.labels[tagging.numbers[t - tagging.from]] : tags.values[tags.ids[t]];
    if (tag !== goldTag(t)) return false;
  }
  return true;
}

function fitted(side, all) {
  const names = FEATURES[side];
  const fit = (some) => notNegative(some, names);
  for (const corpus of new Set(all.map((one) => one.corpus))) {
    const others = all.filter((one) => one.corpus !== corpus);
    const own = all.filter((one) => one.corpus === corpus);
    const rightBy = (weights) => {
      const hits = own.filter(({ alternatives, right }) => best(alternatives, names, weights) === right).length;
      return `${((100 * hits) / own.length).toFixed(1)} %`;
    };
    const heldOut = others.length > 0 ? rightBy(fit(others)) : "–";
    const alone = TAGGERS.map((_, k) => `${TAGGERS[k]} ${rightBy(names.map((_, j) => Number(j === k)))}`);
    console.log(`${side}, ${corpus}: of ${own.length}, ${heldOut} right by what the others teach; ${alone.join(", ")}`);
  }
  const weights = fit(all);
  return Object.fromEntries(names.map((name, j) => [name, Number(weights[j].toPrecision(3)) + 0]));
}

function weightOf(alternative, names, weights) {
  return names.reduce((sum, name, j) => sum + weights[j] * (alternative[name] ?? 0), 0);
}

function best(alternatives, names, weights) {
  const values = alternatives.map((one) => weightOf(one, names, weights));
  return values.indexOf(Math.max(...values));
}

/** `conditional` with no weight below 0 of what has an opinion: what speaks for an alternative may not count against it. */
function notNegative(all, names) {
  const opinions = new Set([...TAGGERS, ...Object.values(PLACES)]);
  for (let kept = names; ; ) {
    const b = conditional(all, kept);
    const below = kept.filter((name, j) => opinions.has(name) && b[j] < 0);
    if (below.length === 0) return names.map((name) => (kept.includes(name) ? b[kept.indexOf(name)] : 0));
    kept = kept.filter((name) => !below.includes(name));
  }
}

/**
 * The b that minimises −Σ log e^{b·x_right} / Σ_k e^{b·x_k} + (r/2)‖b‖², by Newton's method; convex. Corpora weigh alike.
 */
function conditional(all, names) {
  const d = names.length;
  let b = new Float64Array(d);
  const sizes = new Map();
  for (const { corpus } of all) sizes.set(corpus, (sizes.get(corpus) ?? 0) + 1);
  for (let iteration = 0; iteration < 50; iteration++) {
    const gradient = b.map((x) => PRECISION * x);
    const hessian = new Float64Array(d * d);
    for (let j = 0; j < d; j++) hessian[j * d + j] = PRECISION;
    for (const { corpus, alternatives, right } of all) {
      const weight = all.length / sizes.size / sizes.get(corpus);
      const x = alternatives.map((one) => names.map((name) => one[name] ?? 0));
      addDerivatives({ gradient, hessian }, x, right, weight, b);
    }
    for (let j = 0; j < d; j++) for (let k = 0; k < j; k++) hessian[k * d + j] = hessian[j * d + k];
    const step = solveCholesky(cholesky(hessian, d), gradient, d, 1);
    b = b.map((value, j) => value - step[j]);
    if (Math.max(...step.map(Math.abs)) < 1e-6) break;
  }
  return b;
}

/** Those of −weight · log e^{b·x_right} / Σ_k e^{b·x_k}; of the second ones the lower triangle. */
function addDerivatives({ gradient, hessian }, x, right, weight, b) {
  const d = b.length;
  const values = x.map((row) => row.reduce((sum, value, j) => sum + b[j] * value, 0));
  const most = Math.max(...values);
  const total = values.reduce((sum, value) => sum + Math.exp(value - most), 0);
  const p = values.map((value) => Math.exp(value - most) / total);
  const mean = Float64Array.from({ length: d }, (_, j) => x.reduce((sum, row, k) => sum + p[k] * row[j], 0));
  for (let j = 0; j < d; j++) {
    gradient[j] += weight * (mean[j] - x[right][j]);
    for (let k = 0; k <= j; k++) {
      const second = x.reduce((sum, row, i) => sum + p[i] * row[j] * row[k], 0) - mean[j] * mean[k];
      hessian[j * d + k] += weight * second;
    }
  }
}

function writeSuggestions() {
  const all = JSON.parse(readFileSync(options.out, "utf8"));
  const { segments, missed } = fits;
  const pool = (fit) => Object.fromEntries(TAGGERS.map((name) => [name, fit[name]]));
  const places = (fit) => Object.fromEntries(Object.entries(PLACES).map(([corpus, name]) => [corpus, fit[name]]));
  Object.assign(all.suggestions, {
    limit: LIMIT,
    pool: { segments: pool(segments), missed: pool(missed) },
    places: { segments: places(segments), missed: places(missed) },
    rarer: {
      label: 0,
      missed: 0,
      ...Object.fromEntries(Object.entries(KINDS).map(([kind, name]) => [kind, segments[name]])),
    },
    both: segments.both,
    part: missed.part,
  });
  all.provenance.suggestions = {
    command: `node bench/detection/suggestions.mjs DATA${options.first ? ` --first ${options.first}` : ""}`,
    seed: SEED,
    date: options.date ?? all.provenance.suggestions.date,
    bounds: "expectedPrior, change and after are chosen by hand on planted errors",
  };
  writeFileSync(options.out, `${JSON.stringify(all, null, 2)}\n`);
}
