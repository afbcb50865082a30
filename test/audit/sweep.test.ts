import type { Candidate } from "../../src/audit/candidates.js";
import type { Judged } from "../../src/audit/judgements.js";
import { Speller } from "../../src/audit/speller.js";
import type { Suggesting } from "../../src/audit/suggest.js";
import { sweep } from "../../src/audit/sweep.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { distribution, featureVector, goldOf, maskPadding, segmentLoss } from "../helpers/allPaths.js";
import { candidatesOf, judgedRows } from "../helpers/candidates.js";
import { inner } from "../helpers/dense.js";
import { random, uniformVector } from "../helpers/random.js";
import { allSpans, type PlacedSpan } from "../helpers/spans.js";
import { objectiveOf, type Tiny, tiny } from "../helpers/tiny.js";

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
function sameSpans(tags: readonly string[], labels: readonly string[]): Suggesting {
  const none = { count: 0, sentence: NONE, start: NONE, end: NONE, label: NONE, labels };
  return {
    ...{ annotated: none, speller: new Speller("BIO", tags, none), labels, fixedSpans: true },
    ...{ sentenceStart: NONE, readings: [] },
  };
}
const NONE = new Int32Array(0);

/** The label suggested; the one that stands where there is no other. */
const suggestionOf = ({ label, proposal }: Judged) => (proposal ? (proposal.segments[0]?.label ?? "O") : label);

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
  const { problem } = objective;
  const draw = (s: number, scale: number) => maskPadding(uniformVector(objective.dimension, random(s), scale), 4);
  const [theta, v, step] = [draw(seed + 1, spread), draw(seed + 2, 1), 0.25];
  objective.linearise(theta);
  const { state, tables } = objective;
  const view = { problem, theta: scoresOf(problem, theta), v: scoresOf(problem, v), step, state, tables };
  const candidates = allSpans(t).map((span) => candidateOf(t, span));
  const judged = judgedRows(sweep(view, candidatesOf(candidates), sameSpans(TAGS, ["X", "Y"])));
  return { t, theta, v, view, moved: theta.map((x, i) => x - step * v[i]), candidates, judged };
}

describe.each([1, 2, 3])("the sweep against all paths, seed %i", (seed) => {
  const { t, theta, v, view, moved, candidates, judged } = swept(seed, 1.5);
  const spans = candidates.map((span, i) => [span, judged[i]] as const);

  it("judges every candidate, in order", () => {
    expect(judged.map(({ sentence, start, end, label }) => [sentence, start, end, label])).toEqual(
      candidates.map(({ sentence, start, end, label }) => [sentence, start, end, label]),
    );
    expect(new Set(judged.map(({ label }) => label)).size).toBeGreaterThan(2);
  });

  it("sums the rest of the sentence out of the marginal", () => {
    for (const [{ sentence, a, b }, { signals }] of spans) {
      const gold = goldOf(t, sentence);
      const { rows } = distribution(t, theta, sentence, 0, gold.length);
      const agree = rows.filter(({ y }) => y.slice(a, b).join() === gold.slice(a, b).join());
      expect(Math.abs(signals.marginal - agree.reduce((sum, { p }) => sum + p, 0))).toBeLessThan(1e-13);
    }
  });

  it("has loss and influence of the definitions", () => {
    for (const [{ sentence, a, b }, { signals }] of spans) {
      const { loss, gradient } = segmentLoss(t, theta, sentence, a, b);
      expect(Math.abs(signals.loss - loss)).toBeLessThan(1e-12);
      expect(Math.abs(signals.influence! - inner(v, gradient))).toBeLessThan(1e-12);
    }
  });

  it("has the log odds of the best other labelling under θ − w v", () => {
    for (const [span, { logOdds }] of spans) {
      expect(Math.abs(logOdds - oddsByDefinition(t, moved, span))).toBeLessThan(1e-11);
    }
  });

  it("suggests the likeliest other labelling under θ − w v, with odds above 0 where it is likelier than the label", () => {
    let stood = 0;
    for (const [{ sentence, a, b, label }, one] of spans) {
      const { signals, logOdds } = one;
      const gold = goldOf(t, sentence);
      const { rows } = distribution(t, moved, sentence, a, b);
      const p = (y: readonly number[]) => rows.find((row) => row.y.slice(a, b).join() === y.join())?.p ?? 0;
      const others = ways(b - a).filter(([name]) => name !== label);
      const [best, numbers] = others.toSorted(([, x], [, y]) => p(y) - p(x))[0];
      const stands = p(numbers) <= p(gold.slice(a, b));
      if (stands) stood++;
      expect(suggestionOf(one)).toBe(best);
      expect(logOdds > 0).toBe(!stands);
      const whole = [...gold.slice(0, a), ...numbers, ...gold.slice(b)];
      const change = inner(v, featureVector(t, sentence, whole)) - inner(v, featureVector(t, sentence, gold));
      expect(Math.abs(signals.relabelInfluence! - change)).toBeLessThan(1e-12);
    }
    expect(stood).toBeGreaterThan(0);
    expect(stood).toBeLessThan(spans.length);
  });

  it("adds doubt and influence in log odds: two labellings' odds move by −w Δ(S → y')", () => {
    const lead = (numbers: readonly number[], span: PlacedSpan, at: Float64Array) => {
      const { rows } = distribution(t, at, span.sentence, span.a, span.b);
      const score = (y: string) => rows.find((row) => row.y.slice(span.a, span.b).join() === y)?.score ?? Number.NaN;
      return score(numbers.join()) - score(goldOf(t, span.sentence).slice(span.a, span.b).join());
    };
    for (const [span, one] of spans) {
      const { signals } = one;
      const suggestion = suggestionOf(one);
      const numbers = ways(span.b - span.a).find(([name]) => name === suggestion)?.[1];
      if (numbers === undefined || suggestion === span.label) continue;
      const moves = lead(numbers, span, moved) - lead(numbers, span, theta);
      expect(Math.abs(moves + view.step * signals.relabelInfluence!)).toBeLessThan(1e-12);
    }
  });
});

it("keeps the log odds of labels that are certain, and certainly wrong", () => {
  const { t, judged, candidates, moved } = swept(4, 60);
  const odds = judged.map(({ logOdds }) => logOdds);
  expect(odds.every(Number.isFinite)).toBe(true);
  // Scores of 1e-30 and 1 − 1e-30 both occur; p(y') / (p(y') + p(y_S)) would be 0 or 1 to the last bit.
  expect(Math.min(...odds)).toBeLessThan(-70);
  expect(Math.max(...odds)).toBeGreaterThan(70);
  candidates.forEach((span, i) => {
    const expected = oddsByDefinition(t, moved, span);
    expect(Math.abs(odds[i] - expected)).toBeLessThan(1e-12 * Math.max(1, Math.abs(expected)));
  });
});

it("moves by v alone: a step of 0 leaves the tagger's own odds", () => {
  const { t, theta, view, candidates } = swept(5, 1.5);
  const still = judgedRows(sweep({ ...view, step: 0 }, candidatesOf(candidates), sameSpans(TAGS, ["X", "Y"])));
  candidates.forEach((span, i) => {
    expect(Math.abs(still[i].logOdds - oddsByDefinition(t, theta, span))).toBeLessThan(1e-11);
  });
});

it("has no odds where there is no other labelling", () => {
  const { view, candidates } = swept(6, 1.5);
  const one = { ...candidates[0], label: "O" };
  const [judged] = judgedRows(sweep(view, candidatesOf([one]), sameSpans(["O", "I-X"], ["X"])));
  expect(judged).toMatchObject({ logOdds: Number.NEGATIVE_INFINITY, proposal: null });
  expect(judged.signals.relabelInfluence).toBe(0);
});
