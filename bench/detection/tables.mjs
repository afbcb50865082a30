// The results of scenarios as tables: mean average precision of every signal by kind of error, and what else has a target.
import { median, table } from "../lib/run.mjs";
import { PAPER_KINDS } from "./paper.mjs";
import { KINDS } from "./plant.mjs";
import { seeded } from "./random.mjs";

const FIRST = ["score", "influence", "relabelInfluence", "loss", "marginal", "crossValidatedLoss"];

export function summary(results) {
  const suite = results.filter(({ kind }) => !PAPER_KINDS.includes(kind));
  const systematic = suite.filter(({ kind }) => kind in KINDS);
  const random = suite.filter(({ kind }) => !(kind in KINDS));
  const parts = [];
  if (suite.length > 0) {
    parts.push(`Token AP, mean over scenarios (95 % interval over scenarios)\n\n${apTable(systematic, random)}`);
    parts.push(`Score, by kind and rate\n\n${detailTable(suite)}`);
    parts.push(calibrationText(suite));
  }
  const paper = results.filter(({ kind }) => PAPER_KINDS.includes(kind));
  if (paper.length > 0) parts.push(`Twenty documents, document level\n\n${paperTable(paper)}`);
  return parts.join("\n\n");
}

/** The signals that any result has, the best known first. */
function signalsOf(results) {
  const names = new Set(results.flatMap(({ signals }) => Object.keys(signals)));
  return [...FIRST.filter((name) => names.has(name)), ...[...names].filter((name) => !FIRST.includes(name))];
}

function apTable(systematic, random) {
  const rows = signalsOf([...systematic, ...random]).map((name) => [
    name,
    meanInterval(systematic, ({ signals }) => signals[name]?.ap),
    ...["type", "span", "missed"].map((family) =>
      mean(
        systematic.filter(({ rule }) => rule.family === family),
        ({ signals }) => signals[name]?.ap,
      ),
    ),
    meanInterval(random, ({ signals }) => signals[name]?.ap),
    mean(
      systematic.filter(({ rate }) => rate >= 0.03),
      ({ signals }) => signals[name]?.p100,
    ),
  ]);
  const head = [
    "signal",
    `systematic (${systematic.length})`,
    "type",
    "span",
    "missed",
    `random (${random.length})`,
    "systematic, 3 % and 10 %: P@100",
  ];
  return table(head, rows);
}

function detailTable(suite) {
  const groups = grouped(suite, ({ kind, rate }) => `${kind} ${100 * rate} %`);
  const rows = [...groups].map(([name, all]) => {
    const rows = all.filter(({ rule }) => rule.anchors.length > 0);
    const named = rows.filter(({ pattern }) => pattern >= 1 && pattern <= 3).length;
    const equal = all.reduce((sum, { suggestions }) => sum + suggestions.equal, 0);
    const errors = all.reduce((sum, { suggestions }) => sum + suggestions.errors, 0);
    return [
      name,
      ...["score", "loss", "crossValidatedLoss"].map((signal) => mean(all, ({ signals }) => signals[signal]?.ap)),
      mean(all, ({ apWithoutOwn }) => apWithoutOwn),
      mean(all, ({ signals }) => signals.score.p100),
      errors === 0 ? "" : ((100 * equal) / errors).toFixed(0),
      rows.length === 0 ? "" : `${named} of ${rows.length}`,
      median(all.map(({ cpuSeconds }) => cpuSeconds)).toFixed(0),
    ];
  });
  return table(
    [
      "kind, share of segments",
      "AP score",
      "AP loss",
      "AP CV loss",
      "AP score without the corpus's own",
      "P@100",
      "suggestion right %",
      "pattern in first 3",
      "CPU s",
    ],
    rows,
  );
}

function paperTable(results) {
  const rows = results.flatMap(({ name, signals }) =>
    signalsOf(results).map((signal) => [
      name,
      signal,
      figure(signals[signal]?.documentAuroc),
      figure(signals[signal]?.documentAp),
      figure(signals[signal]?.ap),
    ]),
  );
  return table(["experiment", "signal", "AUROC", "AP", "token AP"], rows);
}

/** Bins of all scenarios together; the error counts for what the planting knows, which leaves out the corpus's own. */
function calibrationText(suite) {
  const bins = new Map();
  for (const { from, findings, meanScore, errorRate } of suite.flatMap(({ bins: own }) => own)) {
    const bin = bins.get(from) ?? { findings: 0, scores: 0, errors: 0 };
    bins.set(from, {
      findings: bin.findings + findings,
      scores: bin.scores + findings * meanScore,
      errors: bin.errors + findings * errorRate,
    });
  }
  const all = [...bins].sort(([a], [b]) => a - b);
  const total = all.reduce((sum, [, { findings }]) => sum + findings, 0);
  const error = all.reduce((sum, [, { scores, errors }]) => sum + Math.abs(scores - errors), 0) / total;
  const rows = all.map(([from, { findings, scores, errors }]) => [
    from.toFixed(1),
    findings,
    figure(scores / findings),
    figure(errors / findings),
  ]);
  return `Calibration: expected calibration error ${figure(error)}\n\n${table(["score from", "findings", "mean score", "are errors"], rows)}`;
}

function grouped(all, key) {
  const groups = new Map();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}

const figure = (value) => (value === undefined ? "" : value.toFixed(3));

function mean(results, of) {
  const values = results.map(of).filter((value) => value !== undefined);
  return values.length === 0 ? "" : figure(values.reduce((sum, value) => sum + value, 0) / values.length);
}

function meanInterval(results, of) {
  const values = results.map(of).filter((value) => value !== undefined);
  if (values.length === 0) return "";
  const random = seeded(1);
  const means = Array.from(
    { length: 2000 },
    () => values.reduce((sum) => sum + values[random.below(values.length)], 0) / values.length,
  ).sort((a, b) => a - b);
  return `${mean(results, of)} (${figure(means[50])} – ${figure(means[1949])})`;
}
