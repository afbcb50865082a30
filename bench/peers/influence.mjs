// Influence by automatic differentiation compared with seginf's, on the same CRF at its optimum, one core each in one run:
//   node bench/peers/influence.mjs TRAIN REFERENCE [--sentences 1000] [--references 5] [--tolerance 1e-3] [--lambda 1]
// A tagger is trained on the first sentences of TRAIN. F is the loss of the first sentences of REFERENCE that it gets wrong. Both
// solve H v = ∇F by conjugate gradients to the same residual and give v · ∇ℓ of every training sentence: pyDVL
// (PyTorch) solves for each reference sentence, seginf for their sum at once. Prints JSON, then a table.
// Needs a build, and bench/peers/python.mjs with requirements-influence.txt.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readReference } from "../../dist/audit/candidates/decode.js";
import { annotate, detectScheme, readCorpus } from "../../dist/corpus/index.js";
import { defaultTemplates } from "../../dist/features/templates.js";
import { inverseHessianVector } from "../../dist/influence/inverse.js";
import { segmentGradient } from "../../dist/influence/segmentGradient.js";
import { SegmentLattice } from "../../dist/influence/segmentLattice.js";
import { createKernels } from "../../dist/kernels/index.js";
import { scoresOf } from "../../dist/tagger/scores.js";
import { train } from "../../dist/tagger/train.js";
import { readJson } from "../detection/corpus.mjs";
import { measured, scratch, table } from "../lib/run.mjs";
import { sentencesOf, textOf } from "../lib/sentences.mjs";
import { python } from "./python.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sentences: { type: "string", default: "1000" },
    references: { type: "string", default: "5" },
    tolerance: { type: "string", default: "1e-3" },
    lambda: { type: "string", default: "1" },
    // How this script calls itself, so that seginf's side has a process of its own.
    directory: { type: "string" },
  },
});
const [trainFile, referenceFile] = positionals;
if (referenceFile === undefined)
  throw new Error("usage: node bench/peers/influence.mjs TRAIN REFERENCE [--sentences N]");
const directory = options.directory ?? scratch();
const at = (name) => join(directory, name);
const SOLVE = { tolerance: Number(options.tolerance), maxIterations: 1000 };
/** Sentences that pyDVL takes at a time. */
const BATCH = 100;

if (options.directory === undefined) await compare();
else await runSeginf();

async function compare() {
  const [sentences, references] = [Number(options.sentences), Number(options.references)];
  writeFileSync(at("train.conll"), textOf(sentencesOf(trainFile).slice(0, sentences)));
  const self = fileURLToPath(import.meta.url);
  const run = await measured(self, [...process.argv.slice(2), "--directory", directory], { directory });
  const { influence, ...ours } = { ...readJson(at("seginf.json")), peakMB: run.peakMB };
  python("influence.py", at("problem.json"), at("pydvl.json"));
  const { influence: other, ...theirs } = readJson(at("pydvl.json"));
  console.log(JSON.stringify({ trainFile, sentences, references, ...SOLVE, ours, theirs }));
  const ratio = (name) => (theirs[name] / ours[name]).toFixed(0);
  const rows = [
    ["CPU s, solves", ours.solveCpu.toFixed(3), theirs.solveCpu.toFixed(1), ratio("solveCpu")],
    [
      "CPU s a right-hand side",
      ours.solveCpu.toFixed(3),
      (theirs.solveCpu / references).toFixed(2),
      (theirs.solveCpu / references / ours.solveCpu).toFixed(0),
    ],
    ["CPU s, training sentences", ours.scoringCpu.toFixed(3), theirs.scoringCpu.toFixed(2), ratio("scoringCpu")],
    ["peak MB", ours.peakMB.toFixed(0), theirs.peakMB.toFixed(0), (theirs.peakMB / ours.peakMB).toFixed(1)],
  ];
  console.log(`${ours.weights} weights, ${ours.tokens} tokens\n`);
  console.log(table(["", "seginf", "pyDVL", "pyDVL / seginf"], rows));
  console.log(
    `\nSpearman ${correlation(ranks(influence), ranks(other)).toFixed(5)}, Pearson ${correlation(influence, other).toFixed(6)}`,
  );
}

/** Trains, writes the problem for the other side, solves, and scores every sentence. */
async function runSeginf() {
  const corpus = await readCorpus(at("train.conll"), {});
  const reference = await readCorpus(referenceFile, {});
  const scheme = detectScheme([corpus, reference]);
  const kernels = createKernels({ threads: 1 });
  const lambda = Number(options.lambda);
  const training = { templates: defaultTemplates, scheme, lambda, minCount: 1, tolerance: 1e-10, maxIterations: 5000 };
  const { tagger, objective } = train(kernels, corpus, training);
  const read = readReference(tagger, annotate(reference, scheme));
  const wrong = sentencesRead(read.problem.chains).filter((span) => isWrong(read, span));
  const chosen = wrong.slice(0, Number(options.references));
  writeFileSync(at("problem.json"), JSON.stringify(problemOf({ tagger, objective }, read.problem, chosen)));

  const theta = scoresOf(objective.problem, tagger.theta);
  const b = segmentGradient(read.problem, read.theta, chosen);
  const [{ x, iterations }, solveCpu] = timed(() => inverseHessianVector(objective, tagger.theta, b, SOLVE));
  const [influence, scoringCpu] = timed(() => {
    const v = scoresOf(objective.problem, x);
    const lattice = new SegmentLattice(objective.problem.chains, theta);
    return sentencesRead(objective.problem.chains).map((span) => lattice.influence(span, v).influence);
  });
  const { labels, features } = objective.problem.shape;
  const tokens = corpus.words.ids.length;
  const result = { influence, solveCpu, scoringCpu, iterations, tokens, weights: (features + labels) * labels };
  writeFileSync(at("seginf.json"), JSON.stringify(result));
  process.exit(0);
}

function sentencesRead({ sentenceStart }) {
  return Array.from({ length: sentenceStart.length - 1 }, (_, k) => {
    return { sentence: k, start: sentenceStart[k], end: sentenceStart[k + 1] };
  });
}

/** Whether the tagger reads the sentence otherwise than its annotator, with labels that it knows. */
function isWrong({ gold, predicted, problem }, { start, end }) {
  const key = ({ start, end, label, labels }, i) => `${start[i]} ${end[i]} ${labels[label[i]]}`;
  const inside = (segments) =>
    Array.from({ length: segments.count }, (_, i) => i)
      .filter((i) => segments.start[i] >= start && segments.end[i] <= end)
      .map((i) => key(segments, i));
  const known = problem.chains.gold.subarray(start, end).every((label) => label >= 0);
  return known && inside(gold.segments).join() !== inside(predicted).join();
}

/** What influence.py reads: weights as rows of features, and sentences as the numbers of their tokens' features, with what each counts for. */
function problemOf({ tagger, objective }, reference, chosen) {
  const { shape } = objective.problem;
  const { labels, stride, features, transitions } = shape;
  const rows = (from, count) =>
    Array.from({ length: count }, (_, i) => [...tagger.theta.subarray(from + i * stride, from + i * stride + labels)]);
  const sentencesFor = ({ chains, blockFeatures, scale }, spans) => ({
    scale: [...scale],
    sentences: spans.map(({ start, end }) => ({
      gold: [...chains.gold.subarray(start, end)],
      features: Array.from({ length: end - start }, (_, i) => {
        const blocks = chains.tokenBlocks.subarray((start + i) * chains.groups, (start + i + 1) * chains.groups);
        return [...blocks].flatMap((b) => [
          ...blockFeatures.index.subarray(blockFeatures.start[b], blockFeatures.start[b + 1]),
        ]);
      }),
    })),
  });
  return {
    ...{ lambda: Number(options.lambda), ...SOLVE, batch: BATCH },
    ...{ weights: rows(0, features), transitions: rows(transitions, labels) },
    train: sentencesFor(objective.problem, sentencesRead(objective.problem.chains)),
    reference: sentencesFor(reference, chosen),
  };
}

function timed(run) {
  const start = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(start);
  return [result, (user + system) / 1e6];
}

function ranks(values) {
  const order = [...values.keys()].sort((a, b) => values[a] - values[b]);
  const rank = new Array(values.length);
  order.forEach((i, r) => {
    rank[i] = r;
  });
  return rank;
}

function correlation(a, b) {
  const mean = (x) => x.reduce((sum, one) => sum + one, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (f) => a.reduce((total, _, i) => total + f(a[i] - ma, b[i] - mb), 0);
  return sum((x, y) => x * y) / Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y));
}
