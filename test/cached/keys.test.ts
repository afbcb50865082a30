import { foldKey, type KeyOf, resultKey, trainingKey } from "../../src/cached/keys.js";
import { annotate } from "../../src/corpus/index.js";
import { WordClusters } from "../../src/features/clusters/table.js";
import { choicesOf } from "../../src/pipeline/choices.js";
import { requestOf } from "../../src/pipeline/settings.js";
import type { Tagger } from "../../src/tagger/model.js";
import { REFIT } from "../../src/tagger/refit.js";
import type { TrainOptions } from "../../src/tagger/train.js";
import { TRAINING } from "../helpers/audit.js";
import { corpusOf } from "../helpers/corpora.js";

const corpus = corpusOf("a/B-X b/O");
const other = corpusOf("a/B-X b/B-X");

it("needs every option that a result depends on: a new one does not compile until it is in the key", () => {
  interface MoreOptions extends TrainOptions {
    readonly dropout: number;
  }
  const { templates, scheme, lambda, minCount, tolerance, maxIterations } = TRAINING;
  const stopping = { tolerance, maxIterations };
  const known = {
    templates,
    scheme,
    kind: "crf",
    lambda,
    minCount,
    ...stopping,
    vectors: null,
    clusters: null,
    states: null,
  };
  const complete: KeyOf<TrainOptions, "onIteration" | "onSize"> = known;
  // @ts-expect-error "dropout" is missing
  const incomplete: KeyOf<MoreOptions, "onIteration"> = known;
  expect([complete, incomplete]).toHaveLength(2);
});

it.each<Partial<TrainOptions>>([
  { lambda: 2 },
  { minCount: 2 },
  { tolerance: 1e-4 },
  { maxIterations: 7 },
  { scheme: "IOB1" },
  { kind: "softmax" },
  { templates: [] },
  { clusters: new WordClusters("paths", [{ path: "01", word: "a", count: 1 }]) },
])("changes for training with %j", (change) => {
  expect(trainingKey(corpus, { ...TRAINING, ...change })).not.toEqual(trainingKey(corpus, TRAINING));
  expect(trainingKey(other, TRAINING)).not.toEqual(trainingKey(corpus, TRAINING));
});

it("does not change with what only tells of progress", () => {
  expect(trainingKey(corpus, { ...TRAINING, onIteration: () => {} })).toEqual(trainingKey(corpus, TRAINING));
});

const keyFor = (settings: Parameters<typeof requestOf>[0]) =>
  resultKey(annotate(corpus, "BIO"), annotate(other, "BIO"), {}, choicesOf(requestOf(settings), true));

it.each<Parameters<typeof requestOf>[0]>([
  { targets: "all" },
  { trust: "high" },
  { cgTolerance: 1e-5 },
  { threshold: 0.4 },
  { folds: 3 },
  { rankBy: "crossValidatedLoss" },
])("changes for a result with %j", (settings) => expect(keyFor(settings)).not.toEqual(keyFor({})));

it.each<Parameters<typeof requestOf>[0]>([
  { limit: 3 },
  { opposed: 0 },
  { patterns: 1 },
  { refine: 2 },
  { threads: 1 },
])("does not change for a result that is only listed otherwise, with %j", (settings) =>
  expect(keyFor(settings)).toEqual(keyFor({})),
);

const tagger = { theta: Float64Array.of(1, 2), training: { corpus: "a" } } as unknown as Tagger;
const ofFold = { tagger, folds: 5, fold: 1, refit: REFIT };

it.each<Partial<typeof ofFold>>([
  { folds: 6 },
  { fold: 2 },
  { refit: { ...REFIT, tolerance: REFIT.tolerance / 2 } },
  { refit: { ...REFIT, stepsPerSurrogate: REFIT.stepsPerSurrogate + 1 } },
  { refit: { ...REFIT, near: REFIT.near / 2 } },
  { refit: { ...REFIT, maxIterations: REFIT.maxIterations + 1 } },
  { tagger: { ...tagger, theta: Float64Array.of(1, 3) } },
])("changes for a tagger without a fold with %j", (change) => {
  const key = (of: typeof ofFold) => foldKey(of.tagger, of.folds, of.fold, of.refit);
  expect(key({ ...ofFold, ...change })).not.toEqual(key(ofFold));
});

it("changes with how the corpus was read, with its name and with its digest", () => {
  const keyOf = (change: Partial<typeof corpus>) =>
    resultKey(annotate({ ...corpus, ...change }, "BIO"), null, {}, choicesOf(requestOf({}), false));
  const { reading } = corpus;
  expect(keyOf({ reading: { ...reading } })).toEqual(keyOf({}));
  expect(keyOf({ reading: { ...reading, columns: ["x"] } as unknown as typeof reading })).not.toEqual(keyOf({}));
  expect(keyOf({ name: "other" })).not.toEqual(keyOf({}));
  expect(keyOf({ digest: "other" })).not.toEqual(keyOf({}));
});
