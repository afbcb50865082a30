import * as fc from "fast-check";
import { Places } from "../../src/audit/places.js";
import { WordIndex } from "../../src/audit/wordIndex.js";
import { readSegments } from "../../src/corpus/index.js";
import { corpusFrom } from "../helpers/corpora.js";

const WORDS = ["a", "b", "c", "A"];
const TAGS = ["O", "B-X", "I-X", "B-Y"];
/** Sentences of words and tags by number: few of each, so that the same words stand at many places. */
const sentences = fc.array(fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 9 }), {
  minLength: 1,
  maxLength: 40,
});
const corpusOf = (numbers: readonly (readonly [number, number][])[]) =>
  corpusFrom(numbers.map((sentence) => sentence.map(([word, tag]) => [WORDS[word], TAGS[tag]])));
/** All spans of up to four tokens. */
const spansOf = (sentenceStart: Int32Array) =>
  Array.from(sentenceStart.subarray(1), (past, k) =>
    Array.from({ length: past - sentenceStart[k] }, (_, i) => sentenceStart[k] + i).flatMap((start) =>
      [1, 2, 3, 4].filter((length) => start + length <= past).map((length) => ({ start, end: start + length })),
    ),
  ).flat();

describe("WordIndex", () => {
  it("finds each place of the words in a sentence, and no other", () => {
    fc.assert(
      fc.property(sentences, (numbers) => {
        const { words, sentenceStart } = corpusOf(numbers);
        const index = new WordIndex({ words, sentenceStart });
        const spans = spansOf(sentenceStart);
        const text = ({ start, end }: (typeof spans)[number]) => words.ids.subarray(start, end).join(" ");
        for (const span of spans) {
          const ids = [...words.ids.subarray(span.start, span.end)];
          const found: number[] = [];
          index.eachStart(ids, index.run(ids), (start) => found.push(start));
          const expected = spans.filter((one) => text(one) === text(span)).map(({ start }) => start);
          expect(found.sort((a, b) => a - b)).toEqual(expected);
        }
      }),
    );
  });

  it("goes through the pair of words that is rarest", () => {
    const { words, sentenceStart } = corpusFrom(
      ["a b c", "a b d", "a b c"].map((text) => text.split(" ").map((word) => [word, "O"])),
    );
    const index = new WordIndex({ words, sentenceStart });
    const run = index.run(["a", "b", "d"].map((word) => words.values.indexOf(word)));
    expect(run.past - run.from).toBe(1);
    expect(run.offset).toBe(1);
  });
});

describe("Places", () => {
  it("counts how spans with the same words are annotated elsewhere", () => {
    fc.assert(
      fc.property(sentences, (numbers) => {
        const corpus = corpusOf(numbers);
        const { segments } = readSegments(corpus, "BIO");
        const spans = spansOf(corpus.sentenceStart);
        const labelOf = ({ start, end }: (typeof spans)[number]) => {
          const over = [...segments.start.keys()].filter((i) => segments.start[i] < end && start < segments.end[i]);
          if (over.length === 0) return "O";
          const isWhole = over.length === 1 && segments.start[over[0]] === start && segments.end[over[0]] === end;
          return isWhole ? segments.labels[segments.label[over[0]]] : null;
        };
        const text = ({ start, end }: (typeof spans)[number]) => corpus.words.ids.subarray(start, end).join(" ");
        const counts = new Places({ corpus, segments }).ofSpansIn(corpus);
        for (const span of spans) {
          const labels = spans.filter((one) => one !== span && text(one) === text(span)).map(labelOf);
          const found = [...counts(span.start, span.end)].filter(([, count]) => count > 0);
          const expected = ["O", "X", "Y"].flatMap((label) => {
            const count = labels.filter((one) => one === label).length;
            return count > 0 ? [[label, count]] : [];
          });
          expect(found.sort()).toEqual(expected);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("names labels in the order in which they stand in the file", () => {
    const corpus = corpusFrom(
      [
        ["c", "Y"],
        ["a", "O"],
        ["b", "X"],
      ].map(([next, label]) => [
        ["w", label === "O" ? "O" : `B-${label}`],
        [next, "O"],
      ]),
    );
    const { segments } = readSegments(corpus, "BIO");
    expect([...new Places({ corpus, segments }).of(["w"]).keys()]).toEqual(["Y", "O", "X"]);
  });

  it("knows no words that the corpus does not have", () => {
    const corpus = corpusOf([[[0, 1]]]);
    const { segments } = readSegments(corpus, "BIO");
    const places = new Places({ corpus, segments });
    expect([...places.of(["a"])]).toEqual([["X", 1]]);
    expect([...places.of(["b"])]).toEqual([]);
    expect([...places.of(["a", "b"])]).toEqual([]);
  });
});
