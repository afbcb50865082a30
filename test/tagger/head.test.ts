import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TokenHead } from "../../src/features/states/head.js";
import { sealStates, wordsDigest } from "../../src/features/states/table.js";
import { defaultTemplates } from "../../src/features/templates.js";
import { createKernels } from "../../src/kernels/index.js";
import { plainKernels } from "../../src/kernels/plain.js";
import { packTagger, readModel, writeModel } from "../../src/tagger/modelFile.js";
import type { CrfObjective } from "../../src/tagger/objective.js";
import { predict } from "../../src/tagger/predict.js";
import { scoresOf, tokenLogits } from "../../src/tagger/scores.js";
import { objectiveOf, type Trained, train } from "../../src/tagger/train.js";
import { corpusOf } from "../helpers/corpora.js";
import { random, uniformVector } from "../helpers/random.js";

const corpus = corpusOf(
  ...["Leeds/B-ORG beat/O Leeds/B-ORG", "Leeds/B-LOC rained/O", "in/O Leeds/B-LOC", "Bath/B-LOC won/O", "it/O won/O"],
);
const [N, D] = [corpus.words.ids.length, 6];
const values = Float32Array.from(uniformVector(N * D, random(5), 4));
const states = sealStates({ name: "s", tokens: N, dimension: D, values, corpus: wordsDigest(corpus) });

/** It knows a label that the corpus has not, and orders them in another way. */
const LABELS = ["B-PER", "B-LOC", "O", "B-ORG"];
const head: TokenHead = {
  ...{ name: "tagger", labels: LABELS },
  weights: uniformVector(D * LABELS.length, random(6), 1),
  bias: uniformVector(LABELS.length, random(7), 1),
};

/** h W + b of a token. */
const scoresOfHead = (t: number): number[] =>
  LABELS.map((_, c) => {
    let score = head.bias[c];
    for (let d = 0; d < D; d++) score += values[t * D + d] * head.weights[d * LABELS.length + c];
    return score;
  });

const options = {
  ...({ templates: defaultTemplates, scheme: "BIO", minCount: 1, tolerance: 1e-10, maxIterations: 500 } as const),
  lambda: 0.7,
};
const trained = (asGiven: boolean, kernels = plainKernels): Trained =>
  train(kernels, corpus, { ...options, states: { files: [states], dimensions: 2, head: { layer: head, asGiven } } });

function expectGradient(objective: Pick<CrfObjective, "dimension" | "evaluate">): void {
  const theta = uniformVector(objective.dimension, random(9), 0.5);
  const [gradient, unused] = [new Float64Array(theta.length), new Float64Array(theta.length)];
  objective.evaluate(theta, gradient);
  const direction = uniformVector(theta.length, random(10), 1);
  // Padding has no value.
  const slope = gradient.reduce((sum, g, i) => sum + (g === 0 ? 0 : g * direction[i]), 0);
  const along = (step: number) =>
    objective.evaluate(
      theta.map((x, i) => x + (gradient[i] === 0 ? 0 : step * direction[i])),
      unused,
    );
  const step = 1e-4;
  expect((along(step) - along(-step)) / (2 * step)).toBeCloseTo(slope, 5);
}

describe("a tagger that begins as another one's head", () => {
  it("has the corpus's labels first, then what the head knows besides", () => {
    expect(trained(false).tagger.labels).toEqual(["B-ORG", "O", "B-LOC", "B-PER"]);
  });

  it("is the head where it is kept: the same scores, and an optimum", () => {
    const { tagger, objective } = trained(true);
    const scores = scoresOf(objective.problem, tagger.theta);
    const own = new Float64Array(tagger.shape.stride);
    for (let t = 0; t < N; t++) {
      tokenLogits(objective.problem.chains, scores, t, own, 0);
      const given = scoresOfHead(t);
      tagger.labels.forEach((label, c) => {
        expect(own[c]).toBeCloseTo(given[LABELS.indexOf(label)], 5);
      });
    }
    expect(tagger.training).toMatchObject({ iterations: 0, converged: true });
    expect(tagger.training.gradientNorm).toBeLessThan(1e-9);
    const best = Array.from({ length: N }, (_, t) => {
      const given = scoresOfHead(t);
      return LABELS[given.indexOf(Math.max(...given))];
    });
    const predicted = predict(tagger, corpus);
    expect([...predicted.ids].map((id) => predicted.values[id])).toEqual(best);
  });

  it.each([true, false])("has the gradient of its loss, kept: %s", (asGiven) => {
    const { objective } = trained(asGiven);
    expectGradient(objective);
    const labels = objective.problem.shape.labels;
    const channel = new Float64Array(labels * labels).map((_, i) => (i % (labels + 1) === 0 ? 0.7 : 0.1));
    const seen = objective.throughChannel(channel);
    expectGradient(seen);
    seen.close();
  });

  it("is refitted around the head: the optimum of the loss and of the distance to it", () => {
    const { tagger, objective } = trained(false);
    expect(tagger.training.converged).toBe(true);
    const [moved, at] = [new Float64Array(tagger.theta.length), objective.problem.centre!];
    const lowest = objective.evaluate(tagger.theta, moved);
    expect(lowest).toBeLessThan(objective.evaluate(Float64Array.from(at), moved));
    // With a large λ it stays where it began.
    const stiff = train(plainKernels, corpus, {
      ...options,
      lambda: 1e7,
      states: { files: [states], dimensions: 2, head: { layer: head, asGiven: false } },
    });
    stiff.tagger.theta.forEach((x, i) => {
      expect(x).toBeCloseTo(stiff.objective.problem.centre![i], 4);
    });
  });

  it("is the same with the compiled kernels", async () => {
    const kernels = await createKernels({ kind: "wasm", threads: 2 });
    const { tagger } = trained(false, kernels);
    trained(false).tagger.theta.forEach((x, i) => {
      expect(tagger.theta[i]).toBeCloseTo(x, 6);
    });
    kernels.close();
  });

  it.each([true, false])("comes back from its file with the same objective, kept: %s", async (asGiven) => {
    const directory = mkdtempSync(join(tmpdir(), "seginf-head-"));
    const { tagger, objective } = trained(asGiven);
    await writeModel(join(directory, "m"), tagger);
    const read = await readModel(join(directory, "m"), null, [states]);
    expect(packTagger(read)).toEqual(packTagger(tagger));
    const theta = uniformVector(tagger.theta.length, random(3), 0.3);
    const unused = new Float64Array(theta.length);
    expect(objectiveOf(plainKernels, read, corpus).evaluate(theta, unused)).toBe(objective.evaluate(theta, unused));
    rmSync(directory, { recursive: true });
  });

  it("must know the labels of the corpus", () => {
    const states2 = {
      files: [states],
      dimensions: 2,
      head: { layer: { ...head, labels: ["X", "B-LOC", "O", "Y"] }, asGiven: false },
    };
    expect(() => train(plainKernels, corpus, { ...options, states: states2 })).toThrow(
      /^tagger: its head does not know the labels B-ORG of <test>, only X, B-LOC, O, Y; name its labels as in the corpus/,
    );
  });
});
