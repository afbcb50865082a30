import { annotatedCandidates } from "../../../src/audit/candidates/candidates.js";
import { emptyTable } from "../../../src/audit/candidates/table.js";
import { logOddsWithoutReference } from "../../../src/audit/score/withoutReference.js";
import { variationOf, variationSignal } from "../../../src/audit/signals/variation.js";
import { annotate } from "../../../src/corpus/index.js";
import { corpusOf } from "../../helpers/corpora.js";

const annotated = annotate(
  corpusOf("Leeds/B-ORG won/O", "in/O Leeds/B-LOC", "Leeds/B-ORG lost/O", "York/B-LOC"),
  "BIO",
);
const candidates = annotatedCandidates(annotated.segments);
const variation = variationOf(annotated, candidates, null);

it("counts the other candidates with the same words by whether they bear the same label, and no reference", () => {
  expect([...variation.same]).toEqual([1, 0, 1, 0]);
  expect([...variation.other]).toEqual([1, 2, 1, 0]);
  expect([...variation.referenceSame, ...variation.referenceOther]).toEqual(new Array(8).fill(0));
  expect([...variationSignal(variation)]).toEqual([0.5, 1, 0.5, Number.NaN]);
});

it("adds the tagger's odds, bounded, four times the log ratio of labels at the same words, and compressed harm", () => {
  const table = emptyTable(candidates, ["theta"]);
  table.opinions.theta.odds.set([-1, 2, 20, Number.NEGATIVE_INFINITY]);
  const ratio = 4 * Math.log(2.5 / 0.5);
  expect([...logOddsWithoutReference(table, variation, null)].map((x) => x.toFixed(9))).toEqual(
    [-1, 2 + ratio, 8, Number.NEGATIVE_INFINITY].map((x) => x.toFixed(9)),
  );
  // The scale of harm is what a tenth exceeds: −2, and −log(1 + 3) of it for harm.
  const harmed = logOddsWithoutReference(table, variation, Float64Array.of(-2, 0, 2, -9));
  const scale = Math.log1p(3);
  expect(harmed[0]).toBeCloseTo(-1 + scale, 9);
  expect(harmed[1]).toBeCloseTo(2 + ratio, 9);
  expect(harmed[2]).toBeCloseTo(8 - scale, 9);
  expect(harmed[3]).toBe(Number.NEGATIVE_INFINITY);
});
