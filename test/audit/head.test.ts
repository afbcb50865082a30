import { headSummary } from "../../src/audit/head.js";
import type { Corpus } from "../../src/corpus/types.js";
import type { TokenHead } from "../../src/features/states/head.js";
import { sealStates, wordsDigest } from "../../src/features/states/table.js";
import { defaultTemplates } from "../../src/features/templates.js";
import { plainKernels } from "../../src/kernels/plain.js";
import { readThrough, type Tagger } from "../../src/tagger/model.js";
import { predict } from "../../src/tagger/predict.js";
import { scoresOf, tokenLogits } from "../../src/tagger/scores.js";
import { train } from "../../src/tagger/train.js";
import { corpusOf } from "../helpers/corpora.js";
import { random, uniformVector } from "../helpers/random.js";

const D = 4;
const LABELS = ["O", "B-LOC", "B-ORG"];
const corpus = corpusOf("Leeds/B-ORG beat/O Leeds/B-ORG", "Leeds/B-LOC rained/O", "in/O Bath/B-LOC", "it/O won/O");
/** The second sentence has a label that nobody knows. */
const reference = corpusOf("Bath/B-LOC won/O Leeds/B-ORG", "Anna/B-PER sang/O");

const statesOf = (one: Corpus, seed: number) => {
  const tokens = one.words.ids.length;
  const values = Float32Array.from(uniformVector(tokens * D, random(seed), 4));
  return sealStates({ name: `s${seed}`, tokens, dimension: D, values, corpus: wordsDigest(one) });
};
const files = [statesOf(corpus, 1), statesOf(reference, 2)];
const layer: TokenHead = {
  ...{ name: "tagger", labels: LABELS },
  weights: uniformVector(D * LABELS.length, random(3), 1),
  bias: uniformVector(LABELS.length, random(4), 1),
};

const trained = (asGiven: boolean) =>
  train(plainKernels, corpus, {
    ...({ templates: defaultTemplates, scheme: "BIO", minCount: 1, tolerance: 1e-10, maxIterations: 500 } as const),
    ...({ kind: "softmax", lambda: 0.5 } as const),
    states: { files, dimensions: 128, head: { layer, asGiven } },
  });

/** Σ −log p(gold) of the first sentence, each token by itself. */
function lossOf(tagger: Tagger): number {
  const problem = readThrough(tagger, reference);
  const scores = scoresOf(problem, tagger.theta);
  let loss = 0;
  for (let t = 0; t < 3; t++) {
    const own = new Float64Array(tagger.shape.stride);
    tokenLogits(problem.chains, scores, t, own, 0);
    const logits = own.subarray(0, tagger.labels.length);
    const gold = tagger.labels.indexOf(reference.tags!.values[reference.tags!.ids[t]]);
    loss += Math.log(logits.reduce((sum, x) => sum + Math.exp(x), 0)) - logits[gold];
  }
  return loss;
}

const tokensOf = (tagger: Tagger, one: Corpus): string[] => {
  const { values, ids } = predict(tagger, one);
  return Array.from(ids, (id) => values[id]);
};

it("says how far a refitted head has moved, what it labels otherwise, and what it does to the reference", () => {
  const { tagger, objective } = trained(false);
  const before: Tagger = { ...tagger, theta: Float64Array.from(objective.problem.centre!) };
  const problem = readThrough(tagger, reference);
  const found = headSummary({ tagger, objective }, problem)!;

  const squares = (x: Float64Array) => x.reduce((sum, value) => sum + value * value, 0);
  const distance = Math.sqrt(squares(tagger.theta.map((x, i) => x - before.theta[i])));
  expect(found.kept).toBe(false);
  expect(found.distance).toBeCloseTo(distance, 12);
  expect(found.share).toBeCloseTo(distance / Math.sqrt(squares(before.theta)), 12);
  const changed = (one: Corpus) => {
    const then = tokensOf(before, one);
    return tokensOf(tagger, one).filter((label, t) => label !== then[t]).length;
  };
  expect(changed(corpus)).toBeGreaterThan(0);
  expect(found.changed).toEqual({ train: changed(corpus), reference: changed(reference) });
  expect(found.referenceLossChange).toBeCloseTo(lossOf(tagger) - lossOf(before), 10);
  expect(headSummary({ tagger, objective }, null)).toEqual({
    ...found,
    changed: { train: found.changed.train, reference: null },
    referenceLossChange: null,
  });
});

it("is nothing of a kept head, and none of other taggers", () => {
  const kept = trained(true);
  const summary = headSummary(kept, readThrough(kept.tagger, reference));
  const changed = { train: 0, reference: 0 };
  expect(summary).toEqual({ kept: true, distance: 0, share: 0, changed, referenceLossChange: 0 });
  const plain = train(plainKernels, corpus, {
    ...({ templates: defaultTemplates, scheme: "BIO", minCount: 1, tolerance: 1e-4, maxIterations: 50 } as const),
    ...{ lambda: 1, states: { files, dimensions: 128 } },
  });
  expect(headSummary(plain, null)).toBeNull();
});
