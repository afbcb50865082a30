// Influence as a textbook has it compared with seginf's: node bench/peers/dense.mjs TRAIN REFERENCE [--tokens 30,60,100]
//   [--label-column X]
// The first sentences of TRAIN, a tagger trained on them to its optimum, and the reference's errors as F. The dense way writes
// the whole Hessian down (one exact product a column), factors it (Cholesky), solves for v = H⁻¹∇F, and multiplies v with the gradient of every
// segment. seginf's way never forms H: conjugate gradients for v, and Δ by one lattice a segment. Same machine, one thread,
// the same tagger. Prints JSON lines, then a table with the largest difference of the two Δ relative to the largest |Δ|.
// Needs a build.
import { parseArgs } from "node:util";
import { readReference } from "../../dist/audit/candidates/decode.js";
import { annotate, detectScheme, readCorpus, readSegments } from "../../dist/corpus/index.js";
import { defaultTemplates } from "../../dist/features/templates.js";
import { inverseHessianVector } from "../../dist/influence/inverse.js";
import { segmentGradient } from "../../dist/influence/segmentGradient.js";
import { SegmentLattice } from "../../dist/influence/segmentLattice.js";
import { chooseTargets } from "../../dist/influence/targets.js";
import { createKernels } from "../../dist/kernels/index.js";
import { scoresOf } from "../../dist/tagger/scores.js";
import { train } from "../../dist/tagger/train.js";
import { table } from "../lib/run.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { tokens: { type: "string", default: "30,60,100" }, "label-column": { type: "string" } },
});
const [trainFile, referenceFile] = positionals;
if (referenceFile === undefined) throw new Error("usage: node bench/peers/dense.mjs TRAIN REFERENCE [--tokens LIST]");
const reading = options["label-column"] === undefined ? {} : { labelColumn: options["label-column"] };
const whole = await readCorpus(trainFile, reading);
const reference = await readCorpus(referenceFile, reading);
const scheme = detectScheme([whole, reference]);

const rows = [];
for (const tokens of options.tokens.split(",").map(Number)) {
  const run = compare(firstSentences(whole, tokens));
  console.log(JSON.stringify(run));
  const { dense, sparse } = run;
  const times = [dense.hessian, dense.factor, dense.scoring, sparse.solve, sparse.scoring].map((s) => s.toFixed(3));
  const ratio = (dense.hessian + dense.factor + dense.scoring) / (sparse.solve + sparse.scoring);
  const memory = (8 * run.dimension ** 2) / 1e6;
  rows.push([
    run.tokens,
    run.dimension,
    run.segments,
    ...times,
    ratio.toFixed(0),
    memory.toFixed(0),
    run.difference.toExponential(1),
  ]);
}
const ours = ["seginf: solve s", "segments s"];
const theirs = ["dense: Hessian s", "Cholesky s", "segments s"];
console.log(
  `\n${table(["tokens", "weights", "segments", ...theirs, ...ours, "dense / seginf", "Hessian MB", "difference"], rows)}`,
);
process.exit(0);

function compare(corpus) {
  const kernels = createKernels({ threads: 1 });
  const training = {
    templates: defaultTemplates,
    scheme,
    lambda: 1,
    minCount: 1,
    tolerance: 1e-10,
    maxIterations: 5000,
  };
  const { tagger, objective } = train(kernels, corpus, training);
  const { problem } = objective;
  const read = readReference(tagger, annotate(reference, scheme));
  const targets = chooseTargets(
    { kind: "errors" },
    reference,
    read.gold.segments,
    read.predicted,
    read.problem.chains.gold,
  );
  const b = segmentGradient(read.problem, read.theta, targets);
  const spans = spansOf(readSegments(corpus, scheme).segments);
  const theta = scoresOf(problem, tagger.theta);

  const { stride, labels: C } = problem.shape;
  const real = Array.from({ length: objective.dimension }, (_, i) => i).filter((i) => i % stride < C);
  const [H, hessian] = timed(() => denseHessian(objective, tagger.theta, real));
  const v = new Float64Array(objective.dimension);
  const [, factor] = timed(() => {
    const x = choleskySolve(
      H,
      real.map((i) => b[i]),
    );
    for (const [j, i] of real.entries()) v[i] = x[j];
  });
  const [denseDelta, denseScoring] = timed(() =>
    spans.map((span) => inner(v, segmentGradient(problem, theta, [span]))),
  );

  const solveTo = { tolerance: 1e-10, maxIterations: 10_000 };
  const [{ x }, solve] = timed(() => inverseHessianVector(objective, tagger.theta, b, solveTo));
  const [delta, scoring] = timed(() => influences(problem, theta, scoresOf(problem, x), spans));
  kernels.close();
  const largest = Math.max(...delta.map(Math.abs));
  return {
    ...{
      tokens: corpus.words.ids.length,
      dimension: real.length,
      segments: spans.length,
      targets: targets.length,
    },
    dense: { hessian, factor, scoring: denseScoring },
    sparse: { solve, scoring },
    difference: Math.max(...delta.map((one, i) => Math.abs(one - denseDelta[i]))) / largest,
  };
}

/** The rows of H, one exact product a column, without the padding that rows of weights end in. */
function denseHessian(objective, theta, real) {
  const { hessian } = objective.at(theta);
  const unit = new Float64Array(objective.dimension);
  const column = new Float64Array(objective.dimension);
  return real.map((i) => {
    unit.fill(0);
    unit[i] = 1;
    hessian.apply(unit, column);
    return Float64Array.from(real, (j) => column[j]);
  });
}

/** x = H⁻¹ b by H = L Lᵀ, in place of H. */
function choleskySolve(H, b) {
  const n = b.length;
  for (let i = 0; i < n; i++) {
    const row = H[i];
    for (let j = 0; j <= i; j++) {
      const other = H[j];
      let sum = row[j];
      for (let k = 0; k < j; k++) sum -= row[k] * other[k];
      row[j] = i === j ? Math.sqrt(sum) : sum / other[j];
    }
  }
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= H[i][k] * x[k];
    x[i] /= H[i][i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= H[k][i] * x[k];
    x[i] /= H[i][i];
  }
  return x;
}

/** Δ(S) of every span by its own lattice. */
function influences(problem, theta, v, spans) {
  const lattice = new SegmentLattice(problem.chains, theta);
  return spans.map((span) => lattice.influence(span, v).influence);
}

function firstSentences(corpus, tokens) {
  let K = 0;
  while (K + 1 < corpus.sentenceStart.length && corpus.sentenceStart[K] < tokens) K++;
  const N = corpus.sentenceStart[K];
  const cut = (column) => column && { values: column.values, ids: column.ids.slice(0, N) };
  return {
    ...corpus,
    ...{ words: cut(corpus.words), tags: cut(corpus.tags), lines: corpus.lines.slice(0, N) },
    ...{ sentenceStart: corpus.sentenceStart.slice(0, K + 1), sentenceIds: corpus.sentenceIds.slice(0, K) },
    documents: corpus.documents.slice(0, K),
  };
}

function spansOf({ count, sentence, start, end }) {
  return Array.from({ length: count }, (_, i) => ({ sentence: sentence[i], start: start[i], end: end[i] }));
}

function inner(a, b) {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}

function timed(run) {
  const start = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(start);
  return [result, (user + system) / 1e6];
}
