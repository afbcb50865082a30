import { annotatedCandidates, joined, missedCandidates } from "../../../src/audit/candidates/candidates.js";
import { recurringSpans } from "../../../src/audit/candidates/recurring.js";
import { variationOf, variationSignal } from "../../../src/audit/signals/variation.js";
import { readSegments } from "../../../src/corpus/index.js";
import { corpusOf } from "../../helpers/corpora.js";

const corpus = corpusOf(
  "Leeds/B-LOC won/O",
  "Leeds/B-ORG lost/O",
  "Leeds/B-ORG drew/O",
  "in/O Leeds/O",
  "New/B-LOC York/I-LOC slept/O",
  "once/B-ORG only/O",
);
const reference = corpusOf(
  "Leeds/B-ORG won/O",
  "Leeds/B-ORG sang/O",
  "to/O Leeds/O",
  "New/B-LOC York/I-LOC",
  "other/B-ORG",
);
const { segments } = readSegments(corpus, "BIO");
const trusted = { corpus: reference, segments: readSegments(reference, "BIO").segments };
const missed = missedCandidates(segments, [recurringSpans(corpus, [{ corpus, segments }, trusted])]);
const candidates = joined(annotatedCandidates(segments), missed);
const variation = variationOf({ corpus, segments }, candidates, trusted);
const row = (i: number) => [
  ...[variation.same[i], variation.other[i]],
  ...[variation.referenceSame[i], variation.referenceOther[i]],
];

it("counts the same words elsewhere, by label, unlabelled ones among them, in both files", () => {
  // LOC; then ORG twice; then New York, once, and the last Leeds, left unlabelled.
  expect(row(0)).toEqual([0, 3, 0, 3]);
  expect(row(1)).toEqual([1, 2, 2, 1]);
  expect(row(2)).toEqual([1, 2, 2, 1]);
  expect(row(3)).toEqual([0, 0, 1, 0]);
  expect(row(4)).toEqual([0, 0, 0, 0]);
  expect(row(5)).toEqual([0, 3, 1, 2]);
  expect(candidates.count).toBe(6);
});

it("signals the share of them that bear another label, and nothing where there are none", () => {
  const signal = variationSignal(variation);
  expect([...signal].slice(0, 3)).toEqual([1, 2 / 3, 2 / 3]);
  expect([...signal].slice(3, 5)).toEqual([Number.NaN, Number.NaN]);
});
