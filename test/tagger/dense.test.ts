import { lookUp } from "../../src/features/embeddings/lookup.js";
import { TableBuilder, type VectorTable } from "../../src/features/embeddings/table.js";
import { defaultTemplates, parseTemplates } from "../../src/features/templates.js";
import { VECTOR_LENGTH } from "../../src/features/vectors.js";
import { attribute } from "../../src/influence/attribution.js";
import { segmentGradient } from "../../src/influence/segmentGradient.js";
import { targetLoss } from "../../src/influence/targetLoss.js";
import { createKernels } from "../../src/kernels/index.js";
import { plainKernels } from "../../src/kernels/plain.js";
import { readThrough } from "../../src/tagger/model.js";
import { combine, scoresOf, tokenLogits } from "../../src/tagger/scores.js";
import { objectiveOf, type TrainOptions, train } from "../../src/tagger/train.js";
import { corpusOf } from "../helpers/corpora.js";
import { farthest, inner } from "../helpers/dense.js";
import { expectEqualDerivatives, expectFiniteDifferences } from "../helpers/derivatives.js";
import { random, uniformVector } from "../helpers/random.js";
import { stateOf } from "../helpers/states.js";

const corpus = corpusOf(
  "Leeds/B-ORG beat/O York/B-ORG in/O Leeds/B-LOC",
  "york/B-LOC rained/O",
  "Unheard/B-PER of/O",
  "in/O Leeds/B-LOC",
);
const other = corpusOf("York/B-ORG beat/O Novel/B-PER", "Leeds/B-LOC of/O York/B-LOC");

const D = 3;
const table: VectorTable = (() => {
  const next = random(5);
  const builder = new TableBuilder(D);
  for (const word of ["leeds", "york", "beat", "in", "of", "novel"]) {
    builder.row(Buffer.from(word)).set([next() - 0.5, 2 * next(), -next()]);
  }
  return builder.finish();
})();

const offsets = [0, -1, 1];
const vectors = { table, name: "test", offsets };
const options: TrainOptions = {
  ...{ templates: defaultTemplates, scheme: "BIO", lambda: 0.7, minCount: 1, tolerance: 1e-9, maxIterations: 500 },
  vectors,
};

/** The vector of the word at token t + offset, null beyond the sentence or where the table has none. */
function vectorAt(from: typeof corpus, k: number, t: number, offset: number): Float64Array | null {
  const at = t + offset;
  if (at < from.sentenceStart[k] || at >= from.sentenceStart[k + 1]) return null;
  const { rowOf, rows } = lookUp(table, from.words.values);
  const row = rowOf[from.words.ids[at]];
  if (row < 0) return null;
  const vector = rows.subarray(row * D, (row + 1) * D);
  return vector.map((x) => (VECTOR_LENGTH * x) / Math.sqrt(inner(vector, vector)));
}

describe.each([
  ["default templates", defaultTemplates],
  // No template reads the word after: the vector of its word needs a group of its own.
  ["templates without neighbours", parseTemplates("U0:%x[0,0]\n", "t")],
])("word vectors as features, %s", (_name, templates) => {
  const { tagger, objective } = train(plainKernels, corpus, { ...options, templates });
  const { stride, features, dimension, labels } = objective.problem.shape;
  const F = tagger.classes.count;
  const dense = (theta: Float64Array) => theta.subarray(F * stride, features * stride);

  it("have a row of weights for each offset and dimension", () => {
    expect(features).toBe(F + offsets.length * D);
    expect(tagger.theta.length).toBe(dimension);
    expect(dense(tagger.theta).some((w) => Math.abs(w) > 1e-3)).toBe(true);
  });

  it.each([
    ["the training corpus", corpus],
    ["another", other],
  ])("add W_o · vector to the logits of %s", (name, from) => {
    const problem = name === "another" ? readThrough(tagger, from) : objective.problem;
    const bare = Float64Array.from(tagger.theta);
    dense(bare).fill(0);
    const [whole, without] = [scoresOf(problem, tagger.theta), scoresOf(problem, bare)];
    for (let k = 0; k + 1 < from.sentenceStart.length; k++) {
      for (let t = from.sentenceStart[k]; t < from.sentenceStart[k + 1]; t++) {
        const [a, b] = [new Float64Array(stride), new Float64Array(stride)];
        tokenLogits(problem.chains, whole, t, a, 0);
        tokenLogits(problem.chains, without, t, b, 0);
        for (let c = 0; c < labels; c++) {
          let expected = 0;
          offsets.forEach((offset, o) => {
            vectorAt(from, k, t, offset)?.forEach((x, d) => {
              expected += x * dense(tagger.theta)[(o * D + d) * stride + c];
            });
          });
          expect(Math.abs(a[c] - b[c] - expected)).toBeLessThan(1e-13);
        }
      }
    }
  });

  it("have the gradient and the Hessian of finite differences, in every coordinate", () => {
    expectFiniteDifferences(objective, uniformVector(dimension, random(1), 0.5), F, features);
  });

  it("have Σ w p (1 − p) x² + λ on the diagonal", () => {
    const theta = uniformVector(dimension, random(2), 0.5);
    const lattice = objective.at(theta);
    const [{ hessian }, state] = [lattice, stateOf(lattice)];
    const diagonal = hessian.diagonal();
    const expected = new Float64Array(offsets.length * D * stride).fill(0.7);
    for (let k = 0; k + 1 < corpus.sentenceStart.length; k++) {
      for (let t = corpus.sentenceStart[k]; t < corpus.sentenceStart[k + 1]; t++) {
        offsets.forEach((offset, o) => {
          vectorAt(corpus, k, t, offset)?.forEach((x, d) => {
            for (let c = 0; c < labels; c++) {
              const p = state.alpha[t * stride + c] * state.beta[t * stride + c];
              expected[(o * D + d) * stride + c] += p * (1 - p) * x * x;
            }
          });
        });
      }
    }
    expect(farthest(dense(diagonal), expected)).toBeLessThan(1e-12);
  });

  it("are the same through the compiled kernels", () => {
    const kernels = createKernels({ kind: "wasm", threads: 2 });
    const compiled = objectiveOf(kernels, tagger, corpus);
    const theta = uniformVector(dimension, random(3), 0.5);
    const u = uniformVector(dimension, random(4), 0.5);
    expectEqualDerivatives(objective, compiled, theta, u);
    compiled.close();
    kernels.close();
  });

  it("have a segment gradient of finite differences, and carry influence that adds up to v · g_S", () => {
    const v = uniformVector(dimension, random(6), 0.5);
    const { problem } = objective;
    const span = { sentence: 0, start: 0, end: 3 };
    const scores = scoresOf(problem, tagger.theta);
    const gradient = segmentGradient(problem, scores, [span]);
    const h = 1e-4;
    const at = (s: number) => targetLoss(problem, combine(scores, s, scoresOf(problem, v)), [span]);
    const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    expect(Math.abs(slope - inner(v, gradient))).toBeLessThan(1e-10);
    const { influence, features: parts } = attribute(problem, scores, v, [span]);
    expect(Math.abs(influence - inner(v, gradient))).toBeLessThan(1e-12);
    // The parts of the vectors' own columns are those of their rows of weights.
    const ofVectors = parts.filter(({ feature }) => feature >= F).reduce((sum, part) => sum + part.influence, 0);
    expect(Math.abs(ofVectors - inner(dense(v), dense(gradient)))).toBeLessThan(1e-12);
    expect(Math.abs(ofVectors)).toBeGreaterThan(1e-3);
  });
});
