import { recurringSpans } from "../../../src/audit/candidates/recurring.js";
import { readSegments } from "../../../src/corpus/index.js";
import type { Corpus } from "../../../src/corpus/types.js";
import { corpusOf } from "../../helpers/corpora.js";

const annotated = (corpus: Corpus) => ({ corpus, segments: readSegments(corpus, "BIO").segments });
const spansOf = (corpus: Corpus, ...sources: Corpus[]) => {
  const { count, sentence, start, end } = recurringSpans(corpus, sources.map(annotated));
  return Array.from({ length: count }, (_, i) => [sentence[i], start[i], end[i]]);
};

const train = corpusOf(
  "New/B-LOC York/I-LOC won/O",
  "in/O New/O York/O City/O",
  "New/O Leeds/O",
  "York/B-LOC and/O New/O",
);

it("finds a name wherever it stands, the longest that fits", () => {
  expect(spansOf(train, train)).toEqual([
    [0, 0, 2],
    [1, 4, 6],
    [3, 9, 10],
  ]);
});

it("takes names from the reference as well, by their words", () => {
  const reference = corpusOf("at/O Leeds/B-ORG", "New/B-LOC York/I-LOC City/I-LOC", "Oslo/B-LOC");
  expect(spansOf(train, train, reference)).toEqual([
    [0, 0, 2],
    [1, 4, 7],
    [2, 8, 9],
    [3, 9, 10],
  ]);
});

it("never runs over a sentence's end", () => {
  expect(spansOf(corpusOf("New/B-LOC York/I-LOC", "see/O New/O", "York/O now/O"), train)).toEqual([
    [0, 0, 2],
    [2, 4, 5],
  ]);
});

it("goes back to the longest that is whole where a longer one breaks off", () => {
  const source = corpusOf("New/B-LOC York/I-LOC City/I-LOC Hall/I-LOC", "New/B-LOC York/I-LOC", "City/B-LOC");
  expect(spansOf(corpusOf("New/O York/O City/O Hill/O", "York/O City/O Hall/O"), source)).toEqual([
    [0, 0, 2],
    [0, 2, 3],
    [1, 5, 6],
  ]);
  // The words of the longest name are not all in the corpus.
  expect(spansOf(corpusOf("New/O York/O City/O"), source)).toEqual([
    [0, 0, 2],
    [0, 2, 3],
  ]);
});
