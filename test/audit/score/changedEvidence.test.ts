import { annotatedCandidates, joined, missedCandidates } from "../../../src/audit/candidates/candidates.js";
import { recurringSpans } from "../../../src/audit/candidates/recurring.js";
import { changedEvidence, labelledOtherwise } from "../../../src/audit/score/changedEvidence.js";
import { annotate } from "../../../src/corpus/index.js";
import { corpusOf } from "../../helpers/corpora.js";

const train = annotate(
  corpusOf(
    "Leeds/B-LOC won/O",
    "Leeds/B-ORG lost/O",
    "Leeds/B-ORG drew/O",
    "in/O Leeds/O",
    "Leeds/B-LOC sang/O",
    "Leeds/O slept/O York/B-LOC",
  ),
  "BIO",
);
const missed = missedCandidates(train.segments, [recurringSpans(train.corpus, [train])]);
const candidates = joined(annotatedCandidates(train.segments), missed);
const CHANGED = new Set([4, 5]);
const isChanged = (row: number) => CHANGED.has(candidates.sentence[row]);

it("tells the share of a first word's unchanged tokens that bear another label", () => {
  const otherwise = labelledOtherwise(train, candidates, CHANGED);
  const told = [...candidates.start.keys()].map((row) => [candidates.sentence[row], otherwise[row]]);
  // Leeds as LOC: three of four elsewhere are otherwise, and so are three as O. York is elsewhere nowhere; the rest has not changed.
  expect(told).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
    [4, 0.75],
    [5, 0],
    [3, 0],
    [5, 0.75],
  ]);
});

it("takes labels of plain tags as they are", () => {
  const plain = annotate(corpusOf("a/DT walk/NN", "to/TO walk/VB", "they/PRP walk/VB", "we/PRP walk/NN"), "plain");
  const all = annotatedCandidates(plain.segments);
  const otherwise = labelledOtherwise(plain, all, new Set([3]));
  expect([...otherwise]).toEqual([0, 0, 0, 0, 0, 0, 0, 2 / 3]);
});

it("weighs what is said of changed candidates, by whether they are annotated, and leaves the others", () => {
  const single = Float64Array.from(candidates.start, (_, row) => row - 3);
  const otherwise = labelledOtherwise(train, candidates, CHANGED);
  const model = { constant: [1, -1], slope: [0.5, 2], elsewhere: [4, 8] };
  const evidence = changedEvidence(candidates, single, otherwise, isChanged, model);
  candidates.label.forEach((label, row) => {
    const [a, b, c] = label >= 0 ? [1, 0.5, 4] : [-1, 2, 8];
    expect(evidence[row]).toBe(isChanged(row) ? a + b * single[row] + c * otherwise[row] : single[row]);
  });
});

it("leaves candidates that have no other annotation at −∞", () => {
  const single = new Float64Array(candidates.count).fill(Number.NEGATIVE_INFINITY);
  const model = { constant: [1, 1], slope: [0, 0.5], elsewhere: [4, 4] };
  const evidence = changedEvidence(candidates, single, new Float64Array(candidates.count), isChanged, model);
  expect(evidence).toEqual(single);
});
