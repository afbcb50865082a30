// A cheap correction of Δ(S) for the curvature that S holds: node bench/leverage.mjs TRAIN REFERENCE
//   [--designs top,stratified,sentences] [--pairs 100] [--seed 1] [--threads N]
// Several functions of the leverage h (src/influence/leverage.ts) are held against retraining, for tokens (top), segments of
// one and of several tokens (stratified), and whole sentences. "Within": the mean over reference segments of Spearman's
// correlation among the pairs of each, which is what a ranking gains; "error": ‖predicted − retrained‖ / ‖retrained‖. Needs a build.
import { parseArgs } from "node:util";
import { readReference } from "../dist/audit/candidates/decode.js";
import { annotate, readCorpus } from "../dist/corpus/index.js";
import { sample } from "../dist/evaluation/retraining/design.js";
import { follow, targetsOf } from "../dist/evaluation/retraining/references.js";
import { tryOut } from "../dist/evaluation/retraining/trial.js";
import { validate } from "../dist/evaluation/retraining/validate.js";
import { defaultTemplates } from "../dist/features/templates.js";
import { removal } from "../dist/influence/change.js";
import { leverages } from "../dist/influence/leverage.js";
import { sentencePieces } from "../dist/influence/pieces.js";
import { projectPieces } from "../dist/influence/projection.js";
import { SegmentLoss } from "../dist/influence/segmentLoss.js";
import { targetLoss } from "../dist/influence/targetLoss.js";
import { createKernels } from "../dist/kernels/index.js";
import { seeded } from "../dist/math/random.js";
import { pearson, slopeThroughOrigin, spearman } from "../dist/math/statistics.js";
import { scoresOf } from "../dist/tagger/scores.js";
import { train } from "../dist/tagger/train.js";
import { table } from "./lib/run.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    designs: { type: "string", default: "top,stratified,sentences" },
    pairs: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    threads: { type: "string" },
  },
});
if (positionals.length !== 2)
  throw new Error("usage: node bench/leverage.mjs TRAIN REFERENCE [--designs LIST] [--pairs N]");

const [corpus, reference] = await Promise.all(positionals.map((file) => readCorpus(file, {})));
const kernels = createKernels(options.threads ? { threads: Number(options.threads) } : {});
const trained = train(kernels, corpus, {
  ...{ templates: defaultTemplates, scheme: "BIO", lambda: 1, minCount: 1, tolerance: 1e-10, maxIterations: 2000 },
});
const { objective, tagger } = trained;
const diagonal = objective.at(tagger.theta).hessian.diagonal();
const theta = scoresOf(objective.problem, tagger.theta);
const tokenAt = new Map(Array.from(corpus.lines, (line, token) => [line, token]));
/** h and the loss of each training segment of the pairs. */
const known = new Map();

function readingOf(spans) {
  const key = JSON.stringify(spans);
  if (!known.has(key)) {
    const loss = targetLoss(objective.problem, theta, spans);
    known.set(key, { h: leverages(objective.problem, theta, diagonal, [{ spans }])[0], loss });
  }
  return known.get(key);
}

function spanOf({ line, endLine }) {
  const start = tokenAt.get(line);
  const sentence = corpus.sentenceStart.findLastIndex((first) => first <= start);
  return { sentence, start, end: tokenAt.get(endLine) + 1 };
}

/** Pairs of whole training sentences, half of them of the largest influence and half at random, and wrong reference segments. */
function sentencePairs() {
  const read = readReference(tagger, annotate(reference, "BIO"));
  const seed = () => seeded(Number(options.seed));
  const side = Math.max(2, Math.round(Math.sqrt(Number(options.pairs)) / 2));
  const targets = sample(targetsOf("stratified", { kind: "errors" }, "errors", tagger, read), side, seed());
  const solve = { tolerance: 1e-4, maxIterations: 2000 };
  const references = targets.map((target) => follow(target, read, objective, tagger.theta, solve));
  const pieces = sentencePieces(corpus);
  const sizes = new Float64Array(pieces.length);
  for (const { V } of references) {
    projectPieces(objective.problem, theta, V, pieces).forEach((x, i) => {
      sizes[i] += x * x;
    });
  }
  const each = Math.round(Number(options.pairs) / side / 2);
  const strongest = Array.from(sizes.keys()).sort((x, y) => sizes[y] - sizes[x]);
  const chosen = [...new Set([...strongest.slice(0, each), ...sample(strongest, each, seed())])];
  return chosen.flatMap((i) => {
    const span = pieces[i].core;
    const change = removal(new SegmentLoss(objective.problem, span));
    const { effects } = tryOut(objective, tagger.theta, change, references);
    return effects.map((effect, r) => ({ ...effect, spans: [span], reference: references[r].target }));
  });
}

const pairsOf = (design) => {
  if (design === "sentences") return sentencePairs();
  const { pairs } = validate(annotate(corpus, "BIO"), annotate(reference, "BIO"), trained, {
    ...{ design, pairs: Number(options.pairs), seed: Number(options.seed) },
    ...{ targets: { kind: "errors" }, targetsName: "errors", cgTolerance: 1e-4, directions: ["removal"] },
  });
  return pairs.map((pair) => ({ ...pair, spans: [spanOf(pair.segment)] }));
};

/** Mean over reference segments of Spearman's correlation among the pairs of each. */
function within(pairs, predicted) {
  const of = new Map();
  pairs.forEach(({ reference: { line, endLine, start, end } }, i) => {
    const key = `${line} ${endLine} ${start} ${end}`;
    of.set(key, [...(of.get(key) ?? []), i]);
  });
  const figures = [...of.values()]
    .map((list) =>
      spearman(
        list.map((i) => predicted[i]),
        list.map((i) => pairs[i].retrained),
      ),
    )
    .filter((figure) => figure !== null);
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}

const PREDICTIONS = {
  "Δ(S)": () => 1,
  "Δ(S) (1 + h)^½": (h) => (1 + h) ** 0.5,
  "Δ(S) (1 + h)": (h) => 1 + h,
  "Δ(S) (1 + h)^1½": (h) => (1 + h) ** 1.5,
  "Δ(S) / p(y_S)": (_, loss) => Math.exp(Math.min(loss, 5)),
};
const rows = [];
for (const design of options.designs.split(",")) {
  const pairs = pairsOf(design);
  const retrained = pairs.map((pair) => pair.retrained);
  for (const [name, factor] of Object.entries(PREDICTIONS)) {
    const predicted = pairs.map(({ firstOrder, spans }) => {
      const { h, loss } = readingOf(spans);
      return firstOrder * factor(h, loss);
    });
    const figures = [pearson, spearman, slopeThroughOrigin].map((figure) => figure(predicted, retrained));
    const norm = (values) => Math.hypot(...values);
    const error = norm(predicted.map((x, i) => x - retrained[i])) / norm(retrained);
    rows.push([design, name, ...[...figures, within(pairs, predicted), error].map((figure) => figure.toFixed(3))]);
  }
  console.error(
    `${design}: ${pairs.length} pairs, h ${Math.min(...pairs.map(({ spans }) => readingOf(spans).h)).toPrecision(2)} to ${Math.max(...pairs.map(({ spans }) => readingOf(spans).h)).toPrecision(2)}`,
  );
}
kernels.close();
console.log(table(["design", "prediction", "Pearson", "Spearman", "slope", "within", "error"], rows));
