import { TableBuilder } from "../../src/features/embeddings/table.js";
import { collect } from "../../src/features/encode.js";
import { mergeFeatures, overClasses } from "../../src/features/merge.js";
import { ClassNames } from "../../src/features/naming.js";
import { defaultTemplates } from "../../src/features/templates.js";
import { type Attribution, attribute, byFeature } from "../../src/influence/attribution.js";
import { inverseHessianVector } from "../../src/influence/inverse.js";
import { segmentGradient } from "../../src/influence/segmentGradient.js";
import { SegmentLattice } from "../../src/influence/segmentLattice.js";
import { plainKernels } from "../../src/kernels/plain.js";
import { labelNumbers } from "../../src/tagger/model.js";
import { CrfObjective } from "../../src/tagger/objective.js";
import { optimise } from "../../src/tagger/optimise.js";
import { buildProblem } from "../../src/tagger/problem.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { train } from "../../src/tagger/train.js";
import { maskPadding, segmentLoss } from "../helpers/allPaths.js";
import { corpusOf } from "../helpers/corpora.js";
import { farthest, inner } from "../helpers/dense.js";
import { newswire } from "../helpers/newswire.js";
import { random, uniformVector } from "../helpers/random.js";
import { allSpans } from "../helpers/spans.js";
import { problemOf, tiny } from "../helpers/tiny.js";

/** The parts laid out as θ is, so that they can be held against v ∘ g. */
function laidOut({ features, transitions }: Attribution, stride: number, start: number, dimension: number) {
  const parts = new Float64Array(dimension);
  for (const { feature, label, influence } of features) parts[feature * stride + label] += influence;
  for (const { from, to, influence } of transitions) parts[start + from * stride + to] += influence;
  return parts;
}

describe.each([
  [1, 2],
  [2, 3],
  [3, 4],
])("attribution against all paths, seed %i, %i labels", (seed, labels) => {
  const t = tiny(seed, { labels, lengths: [1, 3, 2, 4] });
  const problem = problemOf(t);
  const { stride, transitions, dimension } = problem.shape;
  const draw = (s: number) => maskPadding(uniformVector(dimension, random(s), 1.5), labels);
  const theta = draw(seed + 10);
  const v = draw(seed + 20);
  const scores = scoresOf(problem, theta);
  const spans = allSpans(t);

  it("is v ∘ g_S, coordinate by coordinate, and adds up to Δ(S)", () => {
    const lattice = new SegmentLattice(problem.chains, scores);
    for (const span of spans) {
      const { gradient } = segmentLoss(t, theta, span.sentence, span.a, span.b);
      const found = attribute(problem, scores, v, [span]);
      const oracle = gradient.map((g, i) => v[i] * g);
      expect(farthest(laidOut(found, stride, transitions, dimension), oracle)).toBeLessThan(1e-13);
      const { influence } = lattice.influence(span, scoresOf(problem, v));
      expect(Math.abs(found.influence - influence)).toBeLessThan(1e-13);
    }
  });

  it("adds up over segments, which may overlap", () => {
    const whole = laidOut(attribute(problem, scores, v, spans), stride, transitions, dimension);
    const g = segmentGradient(problem, scores, spans);
    expect(
      farthest(
        whole,
        g.map((x, i) => v[i] * x),
      ),
    ).toBeLessThan(1e-12);
  });

  it("lists the largest first, and the same in groups by feature", () => {
    const found = attribute(problem, scores, v, spans);
    for (const parts of [found.features, found.transitions]) {
      const sizes = parts.map(({ influence }) => Math.abs(influence));
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      expect(sizes.every((size) => size > 0)).toBe(true);
    }
    const groups = byFeature(found.features);
    expect(groups.flatMap(({ labels }) => labels)).toHaveLength(found.features.length);
    for (const { feature, influence, labels } of groups) {
      expect(labels.every((part) => part.feature === feature)).toBe(true);
      expect(
        inner(
          labels.map((part) => part.influence),
          labels.map(() => 1),
        ),
      ).toBe(influence);
    }
  });
});

describe("attribution to merged features", () => {
  it("is what the features carry together where they are not merged, in equal shares", async () => {
    const corpus = await newswire("train", 1, 21);
    const options = { templates: defaultTemplates, scheme: "BIO", lambda: 1, minCount: 1 } as const;
    const { tagger, objective } = train(plainKernels, corpus, { ...options, tolerance: 1e-11, maxIterations: 2000 });
    const solve = { tolerance: 1e-12, maxIterations: 2000 };
    const segment = { sentence: 3, start: corpus.sentenceStart[3], end: corpus.sentenceStart[3] + 2 };
    const other = { sentence: 5, start: corpus.sentenceStart[5], end: corpus.sentenceStart[5] + 1 };

    const scores = scoresOf(objective.problem, tagger.theta);
    const gradient = segmentGradient(objective.problem, scores, [other]);
    const v = inverseHessianVector(objective, tagger.theta, gradient, solve).x;
    const merged = attribute(objective.problem, scores, v, [segment]);

    const { space, encoded } = collect(corpus, defaultTemplates, 1);
    const apart = buildProblem(
      plainKernels,
      { encoded, scale: new Float64Array(space.size).fill(1) },
      tagger.labels.length,
      { sentenceStart: corpus.sentenceStart, gold: labelNumbers(corpus, tagger.labels) },
    );
    const whole = new CrfObjective(plainKernels, apart, 1);
    const { theta } = optimise(whole, { tolerance: 1e-11, maxIterations: 2000 });
    const at = scoresOf(apart, theta);
    const w = inverseHessianVector(whole, theta, segmentGradient(apart, at, [other]), solve).x;
    const unmerged = attribute(apart, at, w, [segment]);

    expect(unmerged.influence / merged.influence).toBeCloseTo(1, 7);
    const carried = new Map(unmerged.features.map((part) => [`${part.feature} ${part.label}`, part.influence]));
    const { classOf, size } = tagger.classes;
    for (const { feature, label, influence } of merged.features) {
      for (const member of classOf.keys()) {
        if (classOf[member] !== feature) continue;
        const share = (carried.get(`${member} ${label}`) ?? 0) - influence / size[feature];
        expect(Math.abs(share)).toBeLessThan(1e-8);
      }
    }
    expect(overClasses(encoded, mergeFeatures(encoded, space.size)).blockFeatures.length).toBeLessThan(
      encoded.blockFeatures.length,
    );
  });
});

describe("names of feature classes", () => {
  it("are those of the features that stand at the same tokens, the plainest first", async () => {
    const corpus = await newswire("train", 1, 31);
    const { space, encoded } = collect(corpus, defaultTemplates, 1);
    const classes = mergeFeatures(encoded, space.size);
    const names = new ClassNames(space, classes);
    let merged = 0;
    for (let id = 0; id < classes.count; id++) {
      const expected = [...classes.classOf.keys()].filter((f) => classes.classOf[f] === id).map((f) => space.name(f));
      expect([...names.of(id)].sort()).toEqual(expected.sort());
      expect(names.size(id)).toBe(expected.length);
      if (expected.length > 1) merged++;
    }
    expect(merged).toBeGreaterThan(100);
    // A word that occurs once: itself, then what is made of it, then its neighbours' words for it.
    const word = defaultTemplates.findIndex(({ name }) => name === "w[0]");
    const once = names.of(classes.classOf[space.find(word, space.textNumber("equalised"))]);
    expect(once.slice(0, 2)).toEqual(["w[0]=equalised", "lower[0]=equalised"]);
  });
});

describe("attribution to word vectors", () => {
  it("is that of all their dimensions, an offset at a time", () => {
    const builder = new TableBuilder(2);
    for (const [word, x] of [
      ["leeds", 0.3],
      ["york", -0.7],
      ["in", 1.1],
    ] as const) {
      builder.row(Buffer.from(word)).set([x, 1 - x]);
    }
    const vectors = { table: builder.finish(), name: "test", offsets: [0, -1] };
    const corpus = corpusOf("Leeds/B-ORG beat/O York/B-ORG in/O Leeds/B-LOC", "York/B-LOC rained/O in/O");
    const options = { templates: defaultTemplates, scheme: "BIO", lambda: 1, minCount: 1, vectors } as const;
    const { tagger, objective } = train(plainKernels, corpus, { ...options, tolerance: 1e-9, maxIterations: 500 });
    const { problem } = objective;
    const { stride, features, transitions } = problem.shape;
    const v = maskPadding(uniformVector(objective.dimension, random(3), 1), tagger.labels.length);
    const theta = scoresOf(problem, tagger.theta);
    const segment = { sentence: 0, start: 2, end: 5 };
    const found = attribute(problem, theta, v, [segment]);
    const parts = segmentGradient(problem, theta, [segment]).map((g, i) => v[i] * g);
    const expected = new Float64Array(parts.length);
    const F = tagger.classes.count;
    for (let f = 0; f < features; f++) {
      const at = f < F ? f : f - ((f - F) % 2);
      for (let c = 0; c < stride; c++) expected[at * stride + c] += parts[f * stride + c];
    }
    expected.set(parts.subarray(transitions), transitions);
    expect(farthest(laidOut(found, stride, transitions, parts.length), expected)).toBeLessThan(1e-13);
    expect(found.features.some(({ feature }) => feature === F)).toBe(true);
    expect(found.features.some(({ feature }) => feature === F + 2)).toBe(true);
  });
});
