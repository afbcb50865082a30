import { collect, encode } from "../../src/features/encode.js";
import { classScale, type FeatureClasses, mergeFeatures, overClasses, overMembers } from "../../src/features/merge.js";
import { defaultTemplates } from "../../src/features/templates.js";
import { inverseHessianVector } from "../../src/influence/inverse.js";
import { segmentGradient } from "../../src/influence/segmentGradient.js";
import { SegmentLattice } from "../../src/influence/segmentLattice.js";
import type { Span } from "../../src/influence/spans.js";
import { plainKernels } from "../../src/kernels/plain.js";
import { labelNumbers, readThrough } from "../../src/tagger/model.js";
import { CrfObjective } from "../../src/tagger/objective.js";
import { optimise } from "../../src/tagger/optimise.js";
import { buildProblem, type Problem } from "../../src/tagger/problem.js";
import { scoresOf, tokenLogits } from "../../src/tagger/scores.js";
import { train } from "../../src/tagger/train.js";
import { corpusOf } from "../helpers/corpora.js";
import { farthest, inner } from "../helpers/dense.js";
import { newswire } from "../helpers/newswire.js";

const corpus = await newswire("train", 1, 31);
const reference = await newswire("reference", 1, 21);
const solve = { tolerance: 1e-12, maxIterations: 2000 };

describe("mergeFeatures", () => {
  it("puts two features into one class exactly where they stand in the same blocks", () => {
    const { space, encoded } = collect(corpus, defaultTemplates, 1);
    const columns = Array.from({ length: space.size }, () => [] as number[]);
    for (let b = 0; b + 1 < encoded.blockStart.length; b++) {
      for (let i = encoded.blockStart[b]; i < encoded.blockStart[b + 1]; i++) columns[encoded.blockFeatures[i]].push(b);
    }
    const ids = new Map<string, number>();
    const expected = columns.map((column) => {
      const key = column.join();
      if (!ids.has(key)) ids.set(key, ids.size);
      return ids.get(key);
    });
    const classes = mergeFeatures(encoded, space.size);
    expect([...classes.classOf]).toEqual(expected);
    expect(classes.count).toBe(ids.size);
    expect([...classes.size]).toEqual([...ids.values()].map((id) => expected.filter((e) => e === id).length));
    expect(classes.count).toBeLessThan(space.size);
  });

  it("counts a class once a block in training, a member at a time elsewhere", () => {
    // "aa" gives w and lower (and more) always together in training; elsewhere "AA" gives lower alone.
    const one = corpusOf("aa/B bb/O", "bb/O aa/B");
    const { space, encoded } = collect(one, defaultTemplates, 1);
    const classes = mergeFeatures(encoded, space.size);
    const [w, lower] = ["w[0]=aa", "lower[0]=aa"].map((name) =>
      [...Array(space.size).keys()].find((f) => space.name(f) === name),
    ) as [number, number];
    const shared = classes.classOf[w];
    expect(classes.classOf[lower]).toBe(shared);
    const entries = (e: { blockFeatures: Int32Array }) => e.blockFeatures.filter((id) => id === shared).length;
    expect(entries(overClasses(encoded, classes))).toBe(1);
    expect(entries(overMembers(encode(one, space), classes))).toBe(classes.size[shared]);
    // "AA" has of "aa" its lower-case form alone.
    expect(entries(overMembers(encode(corpusOf("AA/B"), space), classes))).toBe(1);
    const product = classScale(classes, "classes")[shared] * classScale(classes, "members")[shared];
    expect(product).toBeCloseTo(1, 14);
  });
});

describe("training on merged features", () => {
  const lambda = 1;
  const options = { templates: defaultTemplates, scheme: "BIO", lambda, minCount: 1 } as const;
  const { tagger, objective } = train(plainKernels, corpus, { ...options, tolerance: 1e-12, maxIterations: 2000 });
  const { space, encoded } = collect(corpus, defaultTemplates, 1);
  const apart = new CrfObjective(plainKernels, unmerged(corpus, encoded), lambda);
  const optimum = optimise(apart, { tolerance: 1e-12, maxIterations: 2000 });
  const merged = { train: objective.problem, reference: readThrough(tagger, reference) };
  const plain = { train: apart.problem, reference: unmerged(reference, encode(reference, space)) };

  /** The same problem with every feature a column of its own. */
  function unmerged(of: typeof corpus, matrix: typeof encoded): Problem {
    const scale = new Float64Array(space.size).fill(1);
    const gold = labelNumbers(of, tagger.labels);
    const sentences = { sentenceStart: of.sentenceStart, gold };
    return buildProblem(plainKernels, { encoded: matrix, scale }, tagger.labels.length, sentences);
  }

  it("finds the same optimum in fewer dimensions", () => {
    expect(objective.dimension).toBeLessThan(0.7 * apart.dimension);
    expect(Math.abs(tagger.training.objective - optimum.value)).toBeLessThan(1e-11 * optimum.value);
    expect(Math.abs(Math.hypot(...tagger.theta) - Math.hypot(...optimum.theta))).toBeLessThan(1e-9);
  });

  it("gives every feature its class's weight over √m", () => {
    const { stride } = objective.problem.shape;
    const { classOf, size }: FeatureClasses = tagger.classes;
    const spread = new Float64Array(space.size * stride).map((_, i) => {
      const id = classOf[Math.floor(i / stride)];
      return tagger.theta[id * stride + (i % stride)] / Math.sqrt(size[id]);
    });
    expect(farthest(spread, optimum.theta)).toBeLessThan(1e-9);
  });

  it.each(["train", "reference"] as const)("gives the same logits on the %s corpus", (which) => {
    const logits = (problem: Problem, theta: Float64Array) => {
      const { tokens, stride } = problem.chains;
      const out = new Float64Array(tokens * stride);
      const scores = scoresOf(problem, theta);
      for (let t = 0; t < tokens; t++) tokenLogits(problem.chains, scores, t, out, t * stride);
      return out;
    };
    expect(farthest(logits(merged[which], tagger.theta), logits(plain[which], optimum.theta))).toBeLessThan(1e-9);
  });

  it("gives the same influence of every segment and the same self-influence", () => {
    const spans: Span[] = Array.from(corpus.sentenceStart.subarray(0, -1), (start, sentence) => ({
      sentence,
      start,
      end: Math.min(start + 1 + (sentence % 3), corpus.sentenceStart[sentence + 1]),
    }));
    const targets = Array.from(reference.sentenceStart.subarray(0, -1), (start, sentence) => ({
      sentence,
      start,
      end: start + 1,
    }));
    const influence = (of: typeof merged, crf: CrfObjective, theta: Float64Array) => {
      const gradient = segmentGradient(of.reference, scoresOf(of.reference, theta), targets);
      const v = scoresOf(of.train, inverseHessianVector(crf, theta, gradient, solve).x);
      const lattice = new SegmentLattice(of.train.chains, scoresOf(of.train, theta));
      return spans.map((span) => lattice.influence(span, v).influence);
    };
    const together = influence(merged, objective, tagger.theta);
    expect(Math.max(...together.map(Math.abs))).toBeGreaterThan(1e-3);
    expect(farthest(together, influence(plain, apart, optimum.theta))).toBeLessThan(1e-9);
    const self = (of: typeof merged, crf: CrfObjective, theta: Float64Array) => {
      const g = segmentGradient(of.train, scoresOf(of.train, theta), [spans[2]]);
      return inner(g, inverseHessianVector(crf, theta, g, solve).x);
    };
    const one = self(merged, objective, tagger.theta);
    expect(Math.abs(one - self(plain, apart, optimum.theta))).toBeLessThan(1e-9 * one);
  });
});
