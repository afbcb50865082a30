// The regressions of the score, from kept evidence (gather.mjs).
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { logistic } from "../../dist/math/logistic.js";
import { averagePrecision, loadEvidence } from "./evidence.mjs";
import { logisticRegression } from "./logisticRegression.mjs";
import { hashOf, seeded } from "./random.mjs";

/** Precision of the prior on a coefficient of a feature of variance 1; a scenario weighs as much as this many candidates. */
const PRECISION = 3;
const WEIGHT = 250;
/** Share of the candidates that look right which is learnt from, each weighed by its inverse. */
const KEPT = 0.06;

/** [{about, names, columns, wrong, missed, isOpen, isChanged, first, tokens, isWrong}], by file. */
export function* evidenceIn(directory, accept = () => true) {
  for (const file of readdirSync(directory)
    .filter((one) => one.endsWith(".json"))
    .sort()) {
    const { about, arrays } = loadEvidence(join(directory, file.slice(0, -5)));
    if (!accept(about)) continue;
    const features = about.names.length;
    const [wrong, missed, isOpen, isChanged, first, tokens, isWrong] = arrays.slice(features);
    yield {
      about,
      names: about.names,
      columns: arrays.slice(0, features),
      wrong,
      missed,
      isOpen,
      isChanged,
      first,
      tokens,
      isWrong,
    };
  }
}

/** The rows that are learnt from: all that are wrong or look so, and a part of the others, with weights. */
export function sampleOf({ about, columns, names, wrong, isOpen, missed }) {
  const random = seeded(hashOf(`${about.name} ${about.reference}`));
  const look = [names.indexOf("odds.joint"), names.indexOf("odds.theta"), names.indexOf("channel")].filter(
    (j) => j >= 0,
  );
  const rows = [];
  const weight = [];
  let open = 0;
  for (let i = 0; i < wrong.length; i++) {
    if (!isOpen[i]) continue;
    open++;
    const seems = Math.max(...look.map((j) => columns[j][i]));
    const kept = wrong[i] || seems > -1 ? 1 : seems > -4 ? 2 * KEPT : KEPT;
    if (kept < 1 && random.next() >= kept) continue;
    rows.push(i);
    weight.push(1 / kept);
  }
  return {
    corpus: about.corpus,
    y: rows.map((i) => wrong[i]),
    side: rows.map((i) => missed[i]),
    columns: columns.map((values) => Float32Array.from(rows, (i) => values[i])),
    weight: weight.map((w) => (w * WEIGHT) / open),
    names,
  };
}

/** {name: [at segments, at missed spans]} and the constant. @param isUsed which features; @param floor least coefficient, −∞ for none */
export function fitRegression(samples, isUsed, { floor = Number.NEGATIVE_INFINITY, sides = 2 } = {}) {
  const names = samples[0].names.filter(isUsed);
  const rows = samples.reduce((sum, { y }) => sum + y.length, 0);
  const columns = sides * (1 + names.length);
  const x = new Float64Array(rows * columns);
  const [y, weight] = [new Float64Array(rows), new Float64Array(rows)];
  const scale = names.map((name) => deviation(samples, name));
  let row = 0;
  for (const one of samples) {
    const used = names.map((name) => one.columns[one.names.indexOf(name)]);
    for (let i = 0; i < one.y.length; i++, row++) {
      const at = row * columns;
      const side = one.side[i];
      x[at + side] = 1;
      for (let j = 0; j < names.length; j++) x[at + sides * (1 + j) + side] = used[j][i] / scale[j];
      y[row] = one.y[i];
      weight[row] = one.weight[i];
    }
  }
  const examples = { rows, columns, x, y, weight };
  const precision = Float64Array.from({ length: columns }, (_, j) => (j < sides ? 1e-4 : PRECISION));
  const least = Float64Array.from(precision, (_, j) => (j < sides ? Number.NEGATIVE_INFINITY : floor));
  const b = bounded(examples, precision, least);
  const pair = (j, by) => Array.from({ length: 2 }, (_, side) => b[sides * j + (sides === 2 ? side : 0)] / by);
  return Object.fromEntries([["constant", pair(0, 1)], ...names.map((name, j) => [name, pair(1 + j, scale[j])])]);
}

/** Coefficients that would be below their bound are held there, and the others fitted again. */
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

function deviation(samples, name) {
  let [n, sum, squares] = [0, 0, 0];
  for (const one of samples) {
    const values = one.columns[one.names.indexOf(name)];
    for (let i = 0; i < values.length; i++) {
      n += one.weight[i];
      sum += one.weight[i] * values[i];
      squares += one.weight[i] * values[i] ** 2;
    }
  }
  return Math.max(1e-6, Math.sqrt(squares / n - (sum / n) ** 2));
}

/** Log odds of every candidate; −30 for those without another labelling. */
export function logOddsOf({ names, columns, missed, isOpen }, regression) {
  const terms = Object.entries(regression).filter(([name]) => name !== "constant");
  const used = terms.map(([name, pair]) => [columns[names.indexOf(name)], pair]);
  return Float64Array.from(missed, (side, i) =>
    isOpen[i] ? used.reduce((sum, [values, pair]) => sum + pair[side] * values[i], regression.constant[side]) : -30,
  );
}

export function tokenScores({ first, tokens, isWrong }, scores) {
  const out = new Float64Array(isWrong.length).fill(-40);
  for (let i = 0; i < scores.length; i++)
    for (let j = first[i]; j < first[i + 1]; j++) out[tokens[j]] = Math.max(out[tokens[j]], scores[i]);
  return out;
}

/** {ap, best, ece, listed, right}: of the score and of the best feature, over tokens; calibration over candidates. */
export function figuresOf(evidence, logOdds) {
  const { isWrong, wrong, names, columns } = evidence;
  const singles = names.flatMap((name, j) =>
    /^(odds|doubt|channel|variation|influence)/.test(name)
      ? [averagePrecision(tokenScores(evidence, columns[j]), isWrong)]
      : [],
  );
  const bins = Array.from({ length: 10 }, () => [0, 0, 0]);
  let [listed, right] = [0, 0];
  logOdds.forEach((z, i) => {
    const p = logistic(z);
    const bin = bins[Math.min(9, Math.floor(10 * p))];
    bin[0]++;
    bin[1] += p;
    bin[2] += wrong[i];
    if (p >= 0.5) {
      listed++;
      right += wrong[i];
    }
  });
  return {
    ap: averagePrecision(tokenScores(evidence, logOdds), isWrong),
    best: Math.max(...singles),
    ece: bins.reduce((sum, [, p, y]) => sum + Math.abs(p - y), 0) / wrong.length,
    ...{ listed, right, wrong: wrong.reduce((sum, x) => sum + x, 0) },
    expected: bins.reduce((sum, [, p]) => sum + p, 0),
  };
}
