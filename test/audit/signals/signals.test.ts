import type { Candidate } from "../../../src/audit/candidates/candidates.js";
import {
  type ComparedTable,
  type OpinionColumns,
  type ScoredCandidate,
  TAGGERS,
  type TaggerName,
} from "../../../src/audit/candidates/table.js";
import { taggerSignals } from "../../../src/audit/signals/signals.js";
import type { SuggestionSource } from "../../../src/audit/suggestions/generate.js";
import { TagEncoder } from "../../../src/audit/suggestions/tagEncoder.js";
import { readSegments } from "../../../src/corpus/index.js";
import { distribution, featureVector, goldOf, maskPadding, segmentLoss } from "../../helpers/allPaths.js";
import { candidatesOf, judgedRows } from "../../helpers/candidates.js";
import { corpusFrom } from "../../helpers/corpora.js";
import { inner } from "../../helpers/dense.js";
import { random, uniformVector } from "../../helpers/random.js";
import { allSpans, type PlacedSpan } from "../../helpers/spans.js";
import { objectiveOf, type Tiny, tiny } from "../../helpers/tiny.js";

const TAGS = ["O", "B-X", "I-X", "B-Y"];
/** How a span can be relabelled: I-Y is unknown to the tagger, so Y has one token. */
const ways = (length: number): [string, number[]][] => [
  ["X", [1, ...new Array(length - 1).fill(2)]],
  ...(length === 1 ? ([["Y", [3]]] as [string, number[]][]) : []),
  ["O", new Array(length).fill(0)],
];

/** A span as a candidate, labelled by what its tags spell ("?" for what no single segment spells). */
function candidateOf(t: Tiny, span: PlacedSpan): Candidate & PlacedSpan {
  const gold = goldOf(t, span.sentence).slice(span.a, span.b).join();
  const label = ways(span.b - span.a).find(([, numbers]) => numbers.join() === gold)?.[0] ?? "?";
  return { ...span, label, previous: -1, next: 0 };
}

/** Suggestions on the same span alone, whatever stands around it. */
function sameSpans(tags: readonly string[], labels: readonly string[]): SuggestionSource {
  const none = { count: 0, sentence: NONE, start: NONE, end: NONE, label: NONE, labels };
  return {
    ...{ annotated: none, tagEncoder: new TagEncoder("BIO", tags, none), labels, fixedSpans: true },
    ...{ sentenceStart: NONE, readings: [] },
  };
}
const NONE = new Int32Array(0);

const opinionsOf = (table: ComparedTable, name: TaggerName) => table.opinions[name] as OpinionColumns;

/** The label suggested; the one that stands where there is no other. */
const suggestionOf = ({ label, proposal }: ScoredCandidate) =>
  proposal ? (proposal.segments[0]?.label ?? "O") : label;

/** max over y' ≠ y_S of the whole score of y' less that of y_S, by writing every path out. */
function oddsByDefinition(t: Tiny, at: Float64Array, { sentence, a, b, label }: Candidate & PlacedSpan): number {
  const { rows } = distribution(t, at, sentence, a, b);
  const score = (y: readonly number[]) =>
    rows.find((row) => row.y.slice(a, b).join() === y.join())?.score ?? Number.NaN;
  const others = ways(b - a).filter(([name]) => name !== label);
  return Math.max(...others.map(([, numbers]) => score(numbers))) - score(goldOf(t, sentence).slice(a, b));
}

function swept(seed: number, spread: number) {
  const t = tiny(seed, { labels: 4, lengths: [1, 3, 2, 4] });
  const objective = objectiveOf(t);
  const draw = (s: number, scale: number) => maskPadding(uniformVector(objective.dimension, random(s), scale), 4);
  const v = draw(seed + 2, 1);
  const theta = draw(seed + 1, spread);
  const weights = {
    theta,
    joint: theta.map((x, i) => x - 0.25 * v[i]),
    referenceOnly: draw(seed + 3, spread),
    channel: draw(seed + 4, spread),
  };
  const view = { objective, weights, v, tagger: { labels: TAGS }, annotated: { scheme: "BIO" } } as const;
  const candidates = allSpans(t).map((span) => candidateOf(t, span));
  const found = { candidates: candidatesOf(candidates), source: sameSpans(TAGS, ["X", "Y"]) };
  const table = taggerSignals(view, found) as ComparedTable;
  return { t, weights, v, view, candidates, table, scored: judgedRows(table) };
}

describe.each([1, 2, 3])("the sweep against all paths, seed %i", (seed) => {
  const { t, weights, v, candidates, table, scored } = swept(seed, 1.5);
  const { theta, joint } = weights;
  const spans = candidates.map((span, i) => [span, scored[i]] as const);

  it("judges every candidate, in order", () => {
    expect(scored.map(({ sentence, start, end, label }) => [sentence, start, end, label])).toEqual(
      candidates.map(({ sentence, start, end, label }) => [sentence, start, end, label]),
    );
    expect(new Set(scored.map(({ label }) => label)).size).toBeGreaterThan(2);
  });

  it("sums the rest of the sentence out of the marginal", () => {
    for (const [{ sentence, a, b }, { signals }] of spans) {
      const gold = goldOf(t, sentence);
      const { rows } = distribution(t, theta, sentence, 0, gold.length);
      const agree = rows.filter(({ y }) => y.slice(a, b).join() === gold.slice(a, b).join());
      expect(Math.abs(signals.marginal - agree.reduce((sum, { p }) => sum + p, 0))).toBeLessThan(1e-13);
    }
  });

  it("has each tagger's loss, and influence, of the definitions", () => {
    for (const [{ sentence, a, b }, { signals }] of spans) {
      const lossUnder = (at: Float64Array) => segmentLoss(t, at, sentence, a, b).loss;
      expect(Math.abs(signals.loss - lossUnder(theta))).toBeLessThan(1e-12);
      expect(Math.abs((signals.refitLoss ?? Number.NaN) - lossUnder(joint))).toBeLessThan(1e-12);
      const alone = lossUnder(weights.referenceOnly);
      expect(Math.abs((signals.referenceTaggerLoss ?? Number.NaN) - alone)).toBeLessThan(1e-12);
      const { gradient } = segmentLoss(t, theta, sentence, a, b);
      expect(Math.abs((signals.influence ?? Number.NaN) - inner(v, gradient))).toBeLessThan(1e-12);
    }
  });

  it("suggests the likeliest other labelling under θ_w, and has every tagger's odds of it", () => {
    spans.forEach(([span, one], i) => {
      const { sentence, a, b, label } = span;
      const gold = goldOf(t, sentence);
      const { rows } = distribution(t, joint, sentence, a, b);
      const p = (y: readonly number[]) => rows.find((row) => row.y.slice(a, b).join() === y.join())?.p ?? 0;
      const others = ways(b - a).filter(([name]) => name !== label);
      const [best, numbers] = others.toSorted(([, x], [, y]) => p(y) - p(x))[0];
      expect(suggestionOf(one)).toBe(best);
      const whole = [...gold.slice(0, a), ...numbers, ...gold.slice(b)];
      const change = featureVector(t, sentence, whole).map((x, j) => x - featureVector(t, sentence, gold)[j]);
      expect(Math.abs((one.signals.relabelInfluence ?? Number.NaN) - inner(v, change))).toBeLessThan(1e-12);
      for (const name of TAGGERS) {
        expect(Math.abs(opinionsOf(table, name).odds[i] - inner(weights[name], change))).toBeLessThan(1e-11);
      }
      expect(Math.abs(table.opinions.joint.odds[i] - oddsByDefinition(t, joint, span))).toBeLessThan(1e-11);
    });
  });

  it("doubts that exactly this segment stands there, however the rest of the sentence reads", () => {
    let exact = 0;
    spans.forEach(([{ sentence, a, b, label }], i) => {
      if (label === "?") return;
      const gold = goldOf(t, sentence);
      for (const name of TAGGERS) {
        const { rows } = distribution(t, weights[name], sentence, 0, gold.length);
        const stands = rows.filter(({ y }) => {
          if (y.slice(a, b).join() !== gold.slice(a, b).join()) return false;
          const { segments } = readSegments(corpusFrom([y.map((number) => ["w", TAGS[number]])]), "BIO");
          return (
            label === "O" || [...segments.start.keys()].some((j) => segments.start[j] === a && segments.end[j] === b)
          );
        });
        const p = stands.reduce((sum, row) => sum + row.p, 0);
        const found = opinionsOf(table, name).doubt[i];
        expect(Math.abs(1 / (1 + Math.exp(found)) - p)).toBeLessThan(1e-12);
        exact++;
      }
    });
    expect(exact).toBeGreaterThan(20);
  });
});

it("keeps the odds of labels that are certain, and certainly wrong", () => {
  const { t, table, candidates, weights } = swept(4, 60);
  const { odds, doubt } = table.opinions.joint;
  expect(odds.every(Number.isFinite)).toBe(true);
  expect(doubt.every(Number.isFinite)).toBe(true);
  // Probabilities of 1e-30 and 1 − 1e-30 both occur; p(y') / (p(y') + p(y_S)) would be 0 or 1 to the last bit.
  expect(Math.min(...odds)).toBeLessThan(-70);
  expect(Math.max(...odds)).toBeGreaterThan(70);
  candidates.forEach((span, i) => {
    const expected = oddsByDefinition(t, weights.joint, span);
    expect(Math.abs(odds[i] - expected)).toBeLessThan(1e-12 * Math.max(1, Math.abs(expected)));
  });
});

it("has no odds where there is no other labelling", () => {
  const { view, candidates } = swept(6, 1.5);
  const one = { ...candidates[0], label: "O" };
  const found = { candidates: candidatesOf([one]), source: sameSpans(["O", "I-X"], ["X"]) };
  const { opinions, proposals, signals } = taggerSignals(view, found) as ComparedTable;
  expect(proposals.at(0)).toBeNull();
  expect([...opinions.joint.odds, ...signals.relabelInfluence]).toEqual([Number.NEGATIVE_INFINITY, 0]);
});
