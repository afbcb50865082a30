// The regressions of the score, from kept evidence (gather.mjs).
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { coefficients } from "../../dist/audit/coefficients/coefficients.js";
import {
  additiveLogOdds,
  evidenceOf,
  logMean,
  pieced,
  singleEvidence,
  withSingleErrors,
} from "../../dist/audit/score/additive.js";
import { logistic } from "../../dist/math/logistic.js";
import { averagePrecision, loadEvidence } from "./evidence.mjs";
import { logisticRegression } from "./logisticRegression.mjs";
import { hashOf, seeded } from "./random.mjs";

/** Precision of the prior on a slope of a feature of variance 1, and the weight of all candidates together. */
const PRECISION = 3;
const TOTAL = 30000;
/** Features that vary less are not scaled up: a piece in which hardly a candidate lies would get any slope. */
const LEAST_DEVIATION = 1;
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
export function sampleOf({ about, columns, names, wrong, isOpen, missed, isWrong }) {
  const random = seeded(hashOf(`${about.name} ${about.reference}`));
  const look = [names.indexOf("odds.joint"), names.indexOf("odds.theta"), names.indexOf("channel")].filter(
    (j) => j >= 0,
  );
  const rows = [];
  const weight = [];
  for (let i = 0; i < wrong.length; i++) {
    if (!isOpen[i]) continue;
    const seems = Math.max(...look.map((j) => columns[j][i]));
    const kept = wrong[i] || seems > -1 ? 1 : seems > -4 ? 2 * KEPT : KEPT;
    if (kept < 1 && random.next() >= kept) continue;
    rows.push(i);
    weight.push(1 / kept);
  }
  const share = isWrong.reduce((sum, x) => sum + x, 0) / isWrong.length;
  return {
    ...{ corpus: about.corpus, kind: about.kind, importance: 1, share, rows, weight, names },
    wrongShare: wrong.reduce((sum, x) => sum + x, 0) / wrong.length,
    y: rows.map((i) => wrong[i]),
    side: rows.map((i) => missed[i]),
    columns: columns.map((values) => Float32Array.from(rows, (i) => values[i])),
    wrongWeight: rows.reduce((sum, i) => sum + wrong[i], 0),
    all: { names, columns, missed },
  };
}

/** Where the pieces of a feature meet. */
function knotsOf(name) {
  const { opinions, groups } = coefficients.features.knots;
  if (/^(odds|doubt)\.|^channel$/.test(name)) return opinions;
  return name.startsWith("group.") ? groups : [];
}

/**
 * The slopes of an additive model and its calibration (src/audit/score/additive.ts), from samples. Slopes are learnt with every scenario's
 * errors weighing as much as its `importance` says and its share of noise given, none below 0: more evidence may not speak for less of an
 * error, or the score would learn what is hard in these corpora. Then the calibration, from what an audit can tell of the noise, and from
 * what is said of each corpus by slopes that the others teach: by its own, an unseen corpus would be judged more surely than rightly.
 *
 * @param isUsed which features
 * @param sides 1 where no spans can be missed
 * @param straight whether each feature has one slope: on few corpora, pieces learn what is theirs alone
 */
export function fitModel(samples, isUsed, form = {}) {
  const learnt = (some) => learntOnce(some, isUsed, form);
  const all = learnt(samples);
  const judged = byCorpus(samples).flatMap(({ own, others }) => {
    const judge = others.length > 0 ? learnt(others) : all;
    return own.map((sample) => ({ sample, judge }));
  });
  const calibration = calibrate(judged, form.sides ?? 2, isUsed("channel"));
  return { slopes: sparse(all.slopes), calibration: { ...calibration, from: all.from } };
}

/** Slopes by the corpora, the features and the form that they are learnt with: the same are asked for when each corpus is left out in turn. */
const kept = new Map();
function learntOnce(samples, isUsed, form) {
  const corpora = [...new Set(samples.map(({ corpus }) => corpus))].sort();
  const key = JSON.stringify([corpora, samples.length, samples[0].names.filter(isUsed), form]);
  if (!kept.has(key)) {
    const { constant, slopes } = fitSlopes(samples, isUsed, ({ share }) => share, form);
    kept.set(key, { slopes, from: constant.map((b) => rounded(b + logit(NOISE))) });
  }
  return kept.get(key);
}

/** Each corpus with the samples of the others. */
function byCorpus(samples) {
  const corpora = [...new Set(samples.map(({ corpus }) => corpus))];
  return corpora.map((corpus) => ({
    own: samples.filter((one) => one.corpus === corpus),
    others: samples.filter((one) => one.corpus !== corpus),
  }));
}

/**
 * The same without group evidence and calibration, from samples of slips: what an error looks like that stands alone. The constant is
 * that of the log odds less those of the share of wrong candidates.
 */
export function fitSingle(samples, isUsed, form = {}) {
  const isSingle = (name) => isUsed(name) && !name.startsWith("group.");
  const { constant, slopes } = fitSlopes(samples, isSingle, ({ wrongShare }) => wrongShare, form);
  return { slopes: sparse(slopes), constant: constant.map(rounded) };
}

function fitSlopes(samples, isUsed, shareOf, { sides = 2, straight = false }) {
  const names = samples[0].names.filter(isUsed);
  const columns = names.flatMap((name) => {
    const knots = straight ? [] : knotsOf(name);
    return Array.from({ length: knots.length + 1 }, (_, piece) => ({ name, knots, piece }));
  });
  const first = regress(
    samples,
    { sides, columns },
    {
      precision: PRECISION,
      floor: 0,
      offset: (sample) => logit(shareOf(sample)),
      weightOf: ({ importance, wrongWeight }) => importance / Math.max(1, wrongWeight),
    },
  );
  const constant = pairOf(first, 0, sides);
  const slopes = Object.fromEntries(
    names.map((name) => {
      const own = columns.flatMap((column, j) => (column.name === name ? [pairOf(first, 1 + j, sides)] : []));
      const all = straight ? Array(knotsOf(name).length + 1).fill(own[0]) : own;
      return [name, [all.map(([a]) => rounded(a)), all.map(([, b]) => rounded(b))]];
    }),
  );
  // One slope goes through the origin, pieces through the first knot.
  const moved = (side) =>
    straight ? names.reduce((sum, name) => sum + slopes[name][side][0] * (knotsOf(name)[0] ?? 0), 0) : 0;
  return { constant: constant.map((b, side) => b + moved(side)), slopes };
}

const logit = (p) => Math.log(p / (1 - p));
/** Noise that is supposed until it has been estimated. */
const NOISE = 0.01;
const rounded = (x) => Number(x.toPrecision(3)) + 0;
const sparse = (slopes) =>
  Object.fromEntries(Object.entries(slopes).filter(([, sides]) => sides.flat().some((x) => Math.abs(x) >= 1e-4)));

/** @param judged samples, each with the slopes that judge it */
function calibrate(judged, sides, hasChannel) {
  const extended = judged.map(({ sample, judge: { slopes, from } }) => {
    const { z, found, channel } = noiseOf(sample, { slopes, calibration: { from } });
    const level = (x) => new Float32Array(sample.y.length).fill(x);
    return {
      ...sample,
      names: ["z", "found", "channel"],
      columns: [sample.rows.map((i) => z[i]), level(found), level(hasChannel ? channel : 0)],
    };
  });
  const column = (name) => ({ name, knots: [], piece: 0 });
  const weightOf = ({ importance, weight }) => importance / weight.reduce((sum, w) => sum + w, 0);
  const settings = { precision: 0.1, weightOf };
  const b = regress(
    extended,
    { sides, columns: [column("z")], shared: [column("found"), column("channel")] },
    settings,
  );
  const [found, channel] = b.slice(-2);
  return {
    constant: pairOf(b, 0, sides).map(rounded),
    slope: pairOf(b, 1, sides).map(rounded),
    ...{ found: rounded(found), channel: rounded(channel) },
  };
}

const pairOf = (b, j, sides) => [b[sides * j], b[sides * j + sides - 1]];

/** z of every candidate, and what an audit tells of the noise. */
function noiseOf({ all }, model) {
  const features = featuresOf(all);
  const z = evidenceOf(all.missed, features, model);
  const shifted = z.map((x, i) => x + model.calibration.from[all.missed[i]]);
  return { z, found: logMean(shifted), channel: logMean(features.find(({ name }) => name === "channel")?.values) };
}

/** Coefficients: `sides` constants, `sides` for each column, one for each shared column. */
function regress(samples, { sides, columns, shared = [] }, { precision, floor = -1e300, offset = () => 0, weightOf }) {
  const rows = samples.reduce((sum, { y }) => sum + y.length, 0);
  const width = sides * (1 + columns.length) + shared.length;
  const x = new Float64Array(rows * width);
  const [y, weight, offsets] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
  let row = 0;
  for (const one of samples) {
    const valuesOf = ({ name }) => one.columns[one.names.indexOf(name)];
    const [used, further] = [columns.map(valuesOf), shared.map(valuesOf)];
    const [by, given] = [weightOf(one), offset(one)];
    for (let i = 0; i < one.y.length; i++, row++) {
      const at = row * width;
      const side = sides === 1 ? 0 : one.side[i];
      x[at + side] = 1;
      for (let j = 0; j < columns.length; j++)
        x[at + sides * (1 + j) + side] = piece(used[j][i], columns[j].knots, columns[j].piece);
      for (let j = 0; j < shared.length; j++) x[at + width - shared.length + j] = further[j][i];
      y[row] = one.y[i];
      weight[row] = by * one.weight[i];
      offsets[row] = given;
    }
  }
  const total = weight.reduce((sum, w) => sum + w, 0);
  const scaled = weight.map((w) => (w * TOTAL) / total);
  const scale = Float64Array.from({ length: width }, (_, j) => (j < sides ? 1 : deviation(x, j, rows, width)));
  for (let i = 0; i < rows; i++) for (let j = sides; j < width; j++) x[i * width + j] /= scale[j];
  const examples = { rows, columns: width, x, y, weight: scaled, offset: offsets };
  const precisions = Float64Array.from({ length: width }, (_, j) => (j < sides ? 1e-4 : precision));
  const least = Float64Array.from(precisions, (_, j) => (j < sides ? -1e300 : floor));
  return bounded(examples, precisions, least).map((b, j) => b / scale[j]);
}

/** The part of x that lies in a piece between knots. */
function piece(x, knots, p) {
  return pieced(
    x,
    knots,
    Array.from({ length: knots.length + 1 }, (_, j) => Number(j === p)),
  );
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

function deviation(x, j, rows, width) {
  let [sum, squares] = [0, 0];
  for (let i = j; i < rows * width; i += width) {
    sum += x[i];
    squares += x[i] ** 2;
  }
  return Math.max(LEAST_DEVIATION, Math.sqrt(squares / rows - (sum / rows) ** 2));
}

/** Log odds of every candidate; −30 for those without another labelling. */
export function logOddsOf(evidence, model) {
  const features = featuresOf(evidence);
  const judged = judgedOf(evidence);
  const logOdds = additiveLogOdds(judged, features, model);
  const single = singleEvidence(judged, features, model.single);
  return withSingleErrors(logOdds, single, model.single).map((x) => Math.max(-30, x));
}

/** What `singleEvidence` says of every candidate. */
export function singleOf(evidence, single) {
  return singleEvidence(judgedOf(evidence), featuresOf(evidence), single);
}

const judgedOf = ({ missed, isOpen }) => ({
  candidates: { label: Int32Array.from(missed, (isMissed) => -isMissed) },
  opinions: { theta: { odds: Float64Array.from(isOpen, (open) => (open ? 0 : Number.NEGATIVE_INFINITY)) } },
});

const featuresOf = ({ names, columns }) => names.map((name, j) => ({ name, values: columns[j], knots: knotsOf(name) }));

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
