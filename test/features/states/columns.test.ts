import { collect } from "../../../src/features/encode.js";
import { fitStates, requireStatesOf, type StateFeatures, stateColumns } from "../../../src/features/states/columns.js";
import { columnsOf } from "../../../src/features/states/projection.js";
import { sealStates, type TokenStates, wordsDigest } from "../../../src/features/states/table.js";
import { defaultTemplates } from "../../../src/features/templates.js";
import { VECTOR_LENGTH } from "../../../src/features/vectors.js";
import { createKernels } from "../../../src/kernels/index.js";
import { plainKernels } from "../../../src/kernels/plain.js";
import { paddedWidth } from "../../../src/kernels/singles.js";
import type { Kernels } from "../../../src/kernels/types.js";
import { labelNumbers } from "../../../src/tagger/model.js";
import { CrfObjective } from "../../../src/tagger/objective.js";
import { buildProblem } from "../../../src/tagger/problem.js";
import { scoresOf, tokenLogits } from "../../../src/tagger/scores.js";
import { corpusOf } from "../../helpers/corpora.js";
import { farthest, inner } from "../../helpers/dense.js";
import { expectEqualDerivatives, expectFiniteDifferences } from "../../helpers/derivatives.js";
import { random, uniformVector } from "../../helpers/random.js";
import { stateOf } from "../../helpers/states.js";

const corpus = corpusOf("Leeds/B-ORG beat/O Leeds/B-ORG", "Leeds/B-LOC rained/O", "in/O Leeds/B-LOC");
const [N, D, LAMBDA] = [corpus.words.ids.length, 5, 0.7];
const values = Float32Array.from(uniformVector(N * D, random(5), 1));
const states = sealStates({ name: "s", tokens: N, dimension: D, values, corpus: wordsDigest(corpus) });

/** The same with log-probabilities of two labels behind each state. */
const labelled: TokenStates = {
  ...states,
  labels: ["O", "B-X"],
  rows: (first, count) =>
    Float32Array.from({ length: count * (D + 2) }, (_, i) => {
      const [t, d] = [first + Math.floor(i / (D + 2)), i % (D + 2)];
      return d < D ? values[t * D + d] : -t - d;
    }),
};

function objectiveOn(kernels: Kernels, features: StateFeatures): CrfObjective {
  const { space, encoded } = collect(corpus, defaultTemplates, 1);
  const labels = corpus.tags?.values ?? [];
  const scale = new Float64Array(space.size).fill(1);
  const matrix = { encoded, scale, states: stateColumns(corpus, features) };
  const sentences = { sentenceStart: corpus.sentenceStart, gold: labelNumbers(corpus, labels) };
  return new CrfObjective(kernels, buildProblem(kernels, matrix, labels.length, sentences), LAMBDA);
}

const fitted = (files: TokenStates[], dimensions: number) => fitStates(plainKernels, corpus, { files, dimensions });

/** N × K: mean off, projected, and brought to length. */
function expectedRows({ projection: { mean, axes, kept } }: StateFeatures): Float64Array[] {
  return Array.from({ length: N }, (_, t) => {
    const centred = mean.map((m, d) => values[t * D + d] - m);
    const projected = axes
      ? new Float64Array(kept).map((_, k) =>
          inner(
            centred,
            new Float64Array(D).map((_, d) => axes[d * kept + k]),
          ),
        )
      : centred;
    const norm = Math.sqrt(inner(projected, projected));
    return projected.map((x) => (VECTOR_LENGTH * x) / norm);
  });
}

describe.each([
  ["as they are", fitted([states], 128)],
  ["by their principal components", fitted([states], 3)],
  ["with log-probabilities", fitted([labelled], 2)],
])("states as features, %s", (_name, features) => {
  const objective = objectiveOn(plainKernels, features);
  const { stride, dimension, labels, features: rows } = objective.problem.shape;
  const K = columnsOf(features.projection);
  const F = rows - K;

  it("are centred, projected and scaled", () => {
    const columns = objective.problem.states!;
    const { kept } = features.projection;
    expectedRows(features).forEach((row, t) => {
      const own = columns.values.subarray(t * paddedWidth(K), (t + 1) * paddedWidth(K));
      expect(farthest(Float64Array.from(own.subarray(0, kept)), row)).toBeLessThan(1e-6);
      // log p · VECTOR_LENGTH / 10
      for (let l = kept; l < K; l++) expect(own[l]).toBeCloseTo(0.3 * (-t - D - l + kept), 6);
      expect(own.subarray(K).every((x) => x === 0)).toBe(true);
    });
  });

  it("add W · state to the logits of each token, the same word or not", () => {
    const theta = uniformVector(dimension, random(1), 0.5);
    const bare = Float64Array.from(theta).fill(0, F * stride, rows * stride);
    const { problem } = objective;
    for (let t = 0; t < N; t++) {
      const [a, b] = [new Float64Array(stride), new Float64Array(stride)];
      tokenLogits(problem.chains, scoresOf(problem, theta), t, a, 0);
      tokenLogits(problem.chains, scoresOf(problem, bare), t, b, 0);
      const state = Array.from(problem.states!.values.subarray(t * paddedWidth(K), t * paddedWidth(K) + K));
      for (let c = 0; c < labels; c++) {
        const weights = state.map((_, d) => theta[(F + d) * stride + c]);
        expect(Math.abs(a[c] - b[c] - inner(state, weights))).toBeLessThan(1e-12);
      }
    }
  });

  it("have the gradient and the Hessian of finite differences", () => {
    expectFiniteDifferences(objective, uniformVector(dimension, random(2), 0.5), F, rows);
  });

  it("have Σ w p (1 − p) x² + λ on the diagonal", () => {
    const theta = uniformVector(dimension, random(7), 0.5);
    const lattice = objective.at(theta);
    const [{ hessian }, state] = [lattice, stateOf(lattice)];
    const expected = new Float64Array(K * stride).fill(LAMBDA);
    const E = objective.problem.states!.values;
    for (let t = 0; t < N; t++) {
      for (let d = 0; d < K; d++) {
        for (let c = 0; c < labels; c++) {
          const p = state.alpha[t * stride + c] * state.beta[t * stride + c];
          expected[d * stride + c] += p * (1 - p) * E[t * paddedWidth(K) + d] ** 2;
        }
      }
    }
    expect(farthest(hessian.diagonal().subarray(F * stride, rows * stride), expected)).toBeLessThan(1e-12);
  });

  it("are the same through the compiled kernels", () => {
    const kernels = createKernels({ kind: "wasm", threads: 2 });
    const compiled = objectiveOn(kernels, features);
    expect(Float32Array.from(compiled.problem.states!.values)).toEqual(objective.problem.states!.values);
    const [theta, u] = [uniformVector(dimension, random(3), 0.5), uniformVector(dimension, random(4), 0.5)];
    expectEqualDerivatives(objective, compiled, theta, u);
    compiled.close();
    kernels.close();
  });
});

it("fits axes that hold the most variance", () => {
  // Two directions of large variance among noise; the axes are those two.
  const next = random(9);
  const [tokens, wide] = [400, 8];
  const rows = new Float32Array(tokens * wide).map(() => 0.01 * (next() - 0.5));
  for (let t = 0; t < tokens; t++) {
    const [x, y] = [next() - 0.5, 2 * (next() - 0.5)];
    rows[t * wide + 1] += 5 + 3 * x;
    rows[t * wide + 4] += 4 * x;
    rows[t * wide + 6] += 7 * y;
  }
  const many = corpusOf(...Array.from({ length: tokens / 4 }, () => "a/O b/O c/O d/B-X"));
  const file = sealStates({ name: "s", tokens, dimension: wide, values: rows, corpus: wordsDigest(many) });
  const { projection } = fitStates(plainKernels, many, { files: [file], dimensions: 2 });
  const axis = (k: number) => Array.from({ length: wide }, (_, d) => projection.axes![d * 2 + k]);
  expect(farthest(Float64Array.from(axis(0)), Float64Array.of(0, 0, 0, 0, 0, 0, 1, 0))).toBeLessThan(0.02);
  expect(farthest(Float64Array.from(axis(1)), Float64Array.of(0, 0.6, 0, 0, 0.8, 0, 0, 0))).toBeLessThan(0.02);
});

const other = corpusOf("a/O b/O");

it("refuses a corpus without states, too few states, and a file of no corpus", () => {
  const stray = { ...states, name: "stray", corpus: wordsDigest(other) };
  const message = /none of the token states are those of its tokens \(stray\); make them from seginf inspect --tokens/;
  expect(() => fitted([stray], 2)).toThrow(message);
  expect(() => fitted([{ ...states, tokens: N - 1 }], 2)).toThrow(
    /^s: 6 states for the 7 tokens of .*; make the states/,
  );
  expect(() => requireStatesOf([corpus], [states])).not.toThrow();
  expect(() => requireStatesOf([corpus], [states, stray])).toThrow(/^stray: the states are not those of the tokens of/);
});

it.each<[string, Partial<TokenStates>, RegExp]>([
  ["numbers", { dimension: D + 1 }, /^s: states of 6 numbers, where the tagger was trained with 5; make them as those/],
  ["labels", { labels: ["O"] }, /^s: its logits are of other labels than those of training; make/],
  ["models", { model: "b" }, /^s: states of the model b, where the tagger was trained with those of a; make/],
])("refuses states of other %s than those of training", (_name, changed, message) => {
  const features = fitted([{ ...states, model: "a" }], 128);
  expect(() => stateColumns(corpus, { ...features, files: [{ ...states, ...changed }] })).toThrow(message);
});
