import { readReference } from "../../src/audit/candidates/decode.js";
import { annotate, readSegments } from "../../src/corpus/index.js";
import { explain } from "../../src/explain/explain.js";
import type { Influence, InfluenceSide } from "../../src/findings/explanation.js";
import { removal } from "../../src/influence/change.js";
import { inverseHessianVector } from "../../src/influence/inverse.js";
import { leverages } from "../../src/influence/leverage.js";
import { sentenceSpans } from "../../src/influence/pieces.js";
import { retrain } from "../../src/influence/retraining.js";
import { segmentGradient } from "../../src/influence/segmentGradient.js";
import { SegmentLoss } from "../../src/influence/segmentLoss.js";
import { gradientNorms } from "../../src/influence/sparseGradient.js";
import { targetLoss } from "../../src/influence/targetLoss.js";
import { chooseTargets } from "../../src/influence/targets.js";
import { dot, norm } from "../../src/math/vector.js";
import { readThrough } from "../../src/tagger/model.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { train } from "../../src/tagger/train.js";
import { kernels } from "../helpers/compiled.js";
import { corpusFrom, rowsOf } from "../helpers/corpora.js";
import { at, corpus, everything, explained, reference, trained, training } from "./places.js";

const { tagger, objective } = trained;
const { problem } = objective;
const theta = scoresOf(problem, tagger.theta);
const read = readReference(tagger, annotate(reference, "BIO"));
const { segments } = readSegments(corpus, "BIO");
const targets = chooseTargets(
  { kind: "all" },
  reference,
  read.gold.segments,
  read.predicted,
  read.problem.chains.gold as Int32Array,
);
const wrong = targets.filter(({ label, predicted }) => label !== predicted);

const lineOf = ({ start }: { start: number }) => reference.lines[start];
const both = ({ supports, opposes }: { supports: InfluenceSide; opposes: InfluenceSide }) => [
  ...supports.pieces,
  ...opposes.pieces,
];
const sum = (parts: readonly { influence: number }[]) => parts.reduce((total, { influence }) => total + influence, 0);
/** The tokens of a listed piece, numbered over the corpus. */
const spanOf = ({ sentence, start, end }: Influence, { sentenceStart }: typeof corpus) => ({
  sentence,
  start: sentenceStart[sentence] + start,
  end: sentenceStart[sentence] + end,
});

describe("a place in the reference", () => {
  const target = wrong[1];
  const b = segmentGradient(read.problem, read.theta, [target]);
  const v = inverseHessianVector(objective, tagger.theta, b, everything.solve).x;

  it("has every training segment with Δ(S) = g_Sᵀ H⁻¹ ∇f_T, parted by sign, the strongest first", async () => {
    const explanation = await explained(at("reference", lineOf(target)));
    const found = both(explanation);
    expect(found.length).toBeGreaterThanOrEqual(segments.count);
    for (const piece of found) {
      const oracle = dot(v, segmentGradient(problem, theta, [spanOf(piece, corpus)]));
      expect(Math.abs(piece.influence - oracle)).toBeLessThan(1e-9);
      expect(piece.role).toBe(oracle > 0 ? "supports" : "opposes");
      expect(piece.share).toBeCloseTo(-oracle / (explanation.at?.loss ?? 0), 8);
    }
    for (const { pieces, count, influence } of [explanation.supports, explanation.opposes]) {
      const sizes = pieces.map((piece) => Math.abs(piece.influence));
      expect(sizes).toEqual([...sizes].sort((x, y) => y - x));
      expect(count).toBe(pieces.length);
      expect(influence).toBeCloseTo(sum(pieces), 10);
    }
    expect(explanation.at).toMatchObject({ label: target.label, predicted: target.predicted });
    expect(explanation.at?.loss).toBeCloseTo(targetLoss(read.problem, read.theta, [target]), 12);
  });

  it.each([
    ["segment", 0],
    ["segment", 2],
    ["sentence", 0],
  ] as const)("has training pieces by Δ(S) / ‖g_S‖, in the unit %s widened by %i", async (unit, context) => {
    const options = { unit, context, features: 0, limit: 40 } as const;
    const explanation = await explained(at("reference", lineOf(target)), { ...options, rank: "relative" });
    expect(explanation.rank).toBe("relative");
    const all = both(await explained(at("reference", lineOf(target)), { ...options, limit: everything.limit }));
    const oracle = all.map((piece) => {
      const { sentence, start, end } = spanOf(piece, corpus);
      const span = {
        sentence,
        start: Math.max(start - context, corpus.sentenceStart[sentence]),
        end: Math.min(end + context, corpus.sentenceStart[sentence + 1]),
      };
      return piece.influence / norm(segmentGradient(problem, theta, [span]));
    });
    all.forEach(({ relativeInfluence }, i) => {
      expect(Math.abs(relativeInfluence / oracle[i] - 1)).toBeLessThan(1e-9);
    });
    const { supports, opposes } = explanation;
    for (const [sign, side] of [[1, supports] as const, [-1, opposes] as const]) {
      const strongest = oracle
        .filter((x) => sign * x > 0)
        .sort((x, y) => sign * (y - x))
        .slice(0, 40);
      side.pieces.forEach(({ relativeInfluence }, i) => {
        expect(Math.abs(relativeInfluence / strongest[i] - 1)).toBeLessThan(1e-9);
      });
      // The sums over all pieces do not depend on their order.
      expect(side.count).toBe(oracle.filter((x) => sign * x > 0).length);
      expect(side.influence).toBeCloseTo(sum(all.filter(({ influence }) => sign * influence > 0)), 10);
    }
  });

  it("has them by Δ(S) (1 + h), which retraining confirms better than Δ(S)", async () => {
    const { opposes, supports } = await explained(at("reference", lineOf(target)), { rank: "removal", features: 0 });
    const diagonal = objective.at(tagger.theta).hessian.diagonal();
    for (const [sign, { pieces }] of [[1, supports] as const, [-1, opposes] as const]) {
      for (const piece of pieces.slice(0, 30)) {
        const [h] = leverages(problem, theta, diagonal, [{ spans: [spanOf(piece, corpus)] }]);
        expect(Math.abs(piece.expected / (piece.influence * (1 + h)) - 1)).toBeLessThan(1e-9);
      }
      const sizes = pieces.map(({ expected }) => sign * expected);
      expect(sizes).toEqual([...sizes].sort((x, y) => y - x));
    }
    const strongest = [...opposes.pieces.slice(0, 12), ...supports.pieces.slice(0, 12)];
    const watched = new SegmentLoss(read.problem, target);
    const before = watched.loss(tagger.theta);
    const truth = strongest.map((piece) => {
      const change = removal(new SegmentLoss(problem, spanOf(piece, corpus)));
      const options = { forcing: 0.1, maxSteps: 12, maxInner: 1000 };
      const enough = (_: Float64Array, gradient: Float64Array) => norm(gradient) < 1e-6;
      return watched.loss(retrain(objective, tagger.theta, change, { ...options, enough }).theta) - before;
    });
    const distance = (of: (piece: Influence) => number) =>
      Math.hypot(...strongest.map((piece, i) => of(piece) - truth[i])) / Math.hypot(...truth);
    expect(distance(({ expected }) => expected)).toBeLessThan(0.6 * distance(({ influence }) => influence));
  });

  it("has them by their part in the feature that carries most, and that part is exact", async () => {
    const { supports, opposes, ofTraining } = await explained(at("reference", lineOf(target)), { rank: "carrier" });
    const whole = dot(v, segmentGradient(problem, theta, sentenceSpans(corpus)));
    expect(Math.abs((ofTraining?.influence ?? 0) - whole)).toBeLessThan(1e-9);
    expect(Math.abs(sum(ofTraining?.carriedBy ?? []) - whole)).toBeLessThan(1e-9);
    // At the optimum the sentences' gradients add up to −λθ.
    expect(Math.abs(whole + training.lambda * dot(v, tagger.theta))).toBeLessThan(1e-7);
    for (const [sign, side] of [[1, supports] as const, [-1, opposes] as const]) {
      // All carriers are listed: the leading one is the largest of its sign.
      const features = (ofTraining?.carriedBy ?? []).filter(({ kind }) => kind === "feature");
      const most = features.reduce((best, one) => (sign * one.influence > sign * best.influence ? one : best));
      expect(side.leading).toMatchObject({ name: most.name, merged: most.merged });
      expect(Math.abs((side.leading?.influence ?? 0) - most.influence)).toBeLessThan(1e-10);
      const parts = side.pieces.map(({ leadingInfluence }) => leadingInfluence as number);
      expect(parts.map((part) => sign * part)).toEqual(parts.map((part) => sign * part).sort((x, y) => y - x));
      for (const { carriedBy, leadingInfluence } of side.pieces) {
        const own = carriedBy.find(({ name }) => name === most.name)?.influence ?? 0;
        expect(Math.abs((leadingInfluence as number) - own)).toBeLessThan(1e-12);
      }
    }
  });

  it("has parts that add up, of each segment and of all of them", async () => {
    const { supports, opposes } = await explained(at("reference", lineOf(target)));
    for (const { carriedBy, influence } of [supports, opposes, ...supports.pieces, ...opposes.pieces.slice(0, 20)]) {
      expect(Math.abs(sum(carriedBy) - influence)).toBeLessThan(1e-10);
    }
  });

  it.each([
    ["token", 0],
    ["sentence", 0],
    ["segment", 2],
  ] as const)("has training pieces in the unit %s, widened by %i", async (unit, context) => {
    const explanation = await explained(at("reference", lineOf(target)), { unit, context, features: 0 });
    const found = both(explanation);
    if (unit === "token") expect(found.length).toBeGreaterThan(0.99 * corpus.words.ids.length);
    if (unit === "sentence") expect(found.length).toBe(corpus.sentenceStart.length - 1);
    for (const piece of found.slice(0, 50)) {
      const span = spanOf(piece, corpus);
      const wide = {
        sentence: span.sentence,
        start: Math.max(span.start - context, corpus.sentenceStart[span.sentence]),
        end: Math.min(span.end + context, corpus.sentenceStart[span.sentence + 1]),
      };
      expect(Math.abs(piece.influence - dot(v, segmentGradient(problem, theta, [wide])))).toBeLessThan(1e-9);
    }
  });

  it("has documents, whose influence is that of their sentences together", async () => {
    const K = corpus.sentenceStart.length - 1;
    const marked = { ...corpus, documents: Int32Array.from({ length: K }, (_, k) => Math.floor(k / 7)) };
    const documentIds = Array.from({ length: Math.ceil(K / 7) }, (_, id) => `doc${id}`);
    const by = async (unit: "document" | "sentence") => {
      const options = { ...everything, unit, features: 0 };
      return both(
        await explain(
          annotate({ ...marked, documentIds }, "BIO"),
          annotate(reference, "BIO"),
          trained,
          at("reference", lineOf(target)),
          options,
          null,
        ),
      );
    };
    const [documents, sentences] = [await by("document"), await by("sentence")];
    expect(documents.map(({ documentId }) => documentId).sort()).toEqual([...documentIds].sort());
    for (const document of documents) {
      const own = sentences.filter(({ documentId }) => documentId === document.documentId);
      expect(Math.abs(document.influence - sum(own))).toBeLessThan(1e-9);
    }
  });
});

it("takes a document's gradient as one vector: its sentences share features", () => {
  const spans = [0, 1, 2].map((sentence) => {
    return { sentence, start: corpus.sentenceStart[sentence], end: corpus.sentenceStart[sentence + 1] };
  });
  const [together, ...alone] = gradientNorms(problem, theta, [{ spans }, ...spans.map((span) => ({ spans: [span] }))]);
  expect(Math.abs(together - norm(segmentGradient(problem, theta, spans)))).toBeLessThan(1e-12);
  expect(Math.abs(together - Math.hypot(...alone))).toBeGreaterThan(1e-3);
});

describe("a place in the training corpus", () => {
  const i = 10;
  const segment = { sentence: segments.sentence[i], start: segments.start[i], end: segments.end[i] };
  const place = at("train", corpus.lines[segment.start]);

  it("tells of each reference segment what the reference segment tells of it", async () => {
    const found = both(await explained(place));
    expect(found.length).toBe(targets.length);
    for (const target of wrong.slice(0, 3)) {
      const [same] = found.filter(({ line }) => line === lineOf(target));
      const back = both(await explained(at("reference", lineOf(target)), { features: 0 }));
      const [seen] = back.filter(({ line }) => line === corpus.lines[segment.start]);
      expect(Math.abs(same.influence - seen.influence)).toBeLessThan(1e-9);
      expect(Math.abs(sum(same.carriedBy) - same.influence)).toBeLessThan(1e-10);
    }
  });

  it("names features that stand at the reference segment", async () => {
    const words = (piece: Influence) => new Set([...piece.context.before, ...piece.tokens, ...piece.context.after]);
    for (const piece of both(await explained(place)).slice(0, 20)) {
      const named = piece.carriedBy
        .flatMap(({ name, merged }) => [name, ...merged])
        .filter((name) => /^w\[/.test(name));
      expect(named.length).toBeGreaterThan(0);
      for (const name of named) {
        const word = name.slice(name.indexOf("=") + 1);
        expect(words(piece).has(word) || word.startsWith("_")).toBe(true);
      }
    }
  });

  it("has the net influence on what the tagger gets wrong", async () => {
    const { onReference } = await explained(place);
    const F = segmentGradient(read.problem, read.theta, wrong);
    const v = inverseHessianVector(objective, tagger.theta, F, everything.solve).x;
    const oracle = dot(v, segmentGradient(problem, theta, [segment]));
    expect(Math.abs((onReference?.influence ?? 0) - oracle)).toBeLessThan(1e-8);
    expect(Math.abs(sum(onReference?.carriedBy ?? []) - oracle)).toBeLessThan(1e-8);
    expect(onReference?.targetSegments).toBe(wrong.length);
  });

  it("says what a tagger does that is trained on the corpus with another label", async () => {
    const label = segments.labels[segments.label[i]] === "PER" ? "ORG" : "PER";
    const { outcomes, onReference } = await explained(place, { as: label });
    expect(onReference?.suggestion).toBe(label);
    const rows = rowsOf(corpus);
    const first = corpus.sentenceStart[segment.sentence];
    for (let t = segment.start; t < segment.end; t++) {
      rows[segment.sentence][t - first][1] = `${t === segment.start ? "B" : "I"}-${label}`;
    }
    const other = train(kernels, corpusFrom(rows), training).tagger;
    const otherRead = readThrough(other, reference);
    const otherTargets = targetLoss(otherRead, scoresOf(otherRead, other.theta), wrong);
    const [without, as] = outcomes;
    expect(as.relabelledAs).toBe(label);
    expect(as.converged).toBe(true);
    const truth = otherTargets - targetLoss(read.problem, read.theta, wrong);
    expect(Math.abs(as.referenceLossChange / truth - 1)).toBeLessThan(1e-3);
    const { evaluation } = readReference(other, annotate(reference, "BIO"));
    expect(as.f1).toBeCloseTo(evaluation.total.f1, 10);
    // Its own label counts for less without it, and for less still where another stands in its place.
    expect(without.ownLossChange).toBeGreaterThan(0);
    expect(as.ownLossChange).toBeGreaterThan(without.ownLossChange);
  });
});
