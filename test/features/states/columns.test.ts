import { collect } from "../../../src/features/encode.js";
import { stateColumns } from "../../../src/features/states/columns.js";
import { sealStates, wordsDigest } from "../../../src/features/states/table.js";
import { defaultTemplates } from "../../../src/features/templates.js";
import { VECTOR_LENGTH } from "../../../src/features/vectors.js";
import { createKernels } from "../../../src/kernels/index.js";
import { plainKernels } from "../../../src/kernels/plain.js";
import type { Kernels } from "../../../src/kernels/types.js";
import { labelNumbers } from "../../../src/tagger/model.js";
import { CrfObjective } from "../../../src/tagger/objective.js";
import { buildProblem } from "../../../src/tagger/problem.js";
import { scoresOf, tokenLogits } from "../../../src/tagger/scores.js";
import { corpusOf } from "../../helpers/corpora.js";
import { farthest, inner } from "../../helpers/dense.js";
import { random, uniformVector } from "../../helpers/random.js";

const corpus = corpusOf("Leeds/B-ORG beat/O Leeds/B-ORG", "Leeds/B-LOC rained/O", "in/O Leeds/B-LOC");
const [N, D, LAMBDA] = [corpus.words.ids.length, 3, 0.7];
const values = Float32Array.from(uniformVector(N * D, random(5), 1));
const states = sealStates({ name: "s", tokens: N, dimension: D, values, corpus: wordsDigest(corpus) });

function objectiveOn(kernels: Kernels): CrfObjective {
  const { space, encoded: sparse } = collect(corpus, defaultTemplates, 1);
  const labels = corpus.tags?.values ?? [];
  const matrix = { ...stateColumns(corpus, sparse, states), scale: new Float64Array(space.size).fill(1) };
  const sentences = { sentenceStart: corpus.sentenceStart, gold: labelNumbers(corpus, labels) };
  return new CrfObjective(kernels, buildProblem(kernels, matrix, labels.length, sentences), LAMBDA);
}

const objective = objectiveOn(plainKernels);
const { stride, features, dimension, labels } = objective.problem.shape;
const F = features - D;

it("adds W · state to the logits of each token, the same word or not", () => {
  const theta = uniformVector(dimension, random(1), 0.5);
  const bare = Float64Array.from(theta).fill(0, F * stride, features * stride);
  const { problem } = objective;
  for (let t = 0; t < N; t++) {
    const [a, b] = [new Float64Array(stride), new Float64Array(stride)];
    tokenLogits(problem.chains, scoresOf(problem, theta), t, a, 0);
    tokenLogits(problem.chains, scoresOf(problem, bare), t, b, 0);
    const state = Array.from(values.subarray(t * D, (t + 1) * D));
    const norm = Math.sqrt(inner(state, state));
    for (let c = 0; c < labels; c++) {
      const weights = state.map((_, d) => theta[(F + d) * stride + c]);
      expect(Math.abs(a[c] - b[c] - (VECTOR_LENGTH / norm) * inner(state, weights))).toBeLessThan(1e-12);
    }
  }
});

it("has the gradient and the Hessian of finite differences", () => {
  const theta = uniformVector(dimension, random(2), 0.5);
  const gradientAt = (i: number, s: number) => {
    const [moved, out] = [Float64Array.from(theta), new Float64Array(dimension)];
    moved[i] += s;
    return { value: objective.evaluate(moved, out), out };
  };
  const { out: gradient } = gradientAt(0, 0);
  const h = 1e-4;
  for (let i = F * stride; i < features * stride; i++) {
    if (i % stride >= labels) continue;
    const [p1, m1, p2, m2] = [h, -h, 2 * h, -2 * h].map((s) => gradientAt(i, s));
    const slope = (8 * (p1.value - m1.value) - (p2.value - m2.value)) / (12 * h);
    expect(Math.abs(slope - gradient[i])).toBeLessThan(1e-9);
    const [unit, column] = [new Float64Array(dimension), new Float64Array(dimension)];
    unit[i] = 1;
    objective.at(theta).hessian.apply(unit, column);
    const numeric = column.map((_, j) => (8 * (p1.out[j] - m1.out[j]) - (p2.out[j] - m2.out[j])) / (12 * h));
    expect(farthest(numeric, column)).toBeLessThan(1e-9);
  }
});

it("is the same through the compiled kernels", () => {
  const kernels = createKernels({ kind: "wasm", threads: 2 });
  const compiled = objectiveOn(kernels);
  const [theta, u] = [uniformVector(dimension, random(3), 0.5), uniformVector(dimension, random(4), 0.5)];
  const run = (one: CrfObjective) => {
    const [gradient, Hu] = [new Float64Array(dimension), new Float64Array(dimension)];
    const value = one.evaluate(theta, gradient);
    one.at(theta).hessian.apply(u, Hu);
    return { value, gradient, Hu };
  };
  const [a, b] = [run(objective), run(compiled)];
  expect(Math.abs(a.value - b.value)).toBeLessThan(1e-12 * a.value);
  expect(farthest(a.gradient, b.gradient)).toBeLessThan(1e-12);
  expect(farthest(a.Hu, b.Hu)).toBeLessThan(1e-12);
  compiled.close();
  kernels.close();
});

it("refuses the states of other tokens, or of too few", () => {
  const { encoded } = collect(corpus, defaultTemplates, 1);
  const other = { ...states, corpus: wordsDigest(corpusOf("a/O")) };
  expect(() => stateColumns(corpus, encoded, other)).toThrow(/^s: the states are not those of the tokens of .*; make/);
  const short = { ...states, tokens: N - 1 };
  expect(() => stateColumns(corpus, encoded, short)).toThrow(/^s: 6 states for the 7 tokens of .*; make the states/);
});
