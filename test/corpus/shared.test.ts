import { detectScheme, readCorpus, readSegments } from "../../src/corpus/index.js";
import { shared, tagsOf, testWith } from "./helpers.js";

describe("the shared corpora, as their README counts them", () => {
  for (const [path, sentences, tokens, scheme] of [
    ["uner-ewt/train.conll", 12_543, 204_579, "BIO"],
    ["wnut17/train.conll", 3_394, 62_730, "BIO"],
    ["ewt/train.r2.1.conll", 12_523, 204_201, "plain"],
    ["ewt/train.r2.16.conll", 12_523, 204_201, "plain"],
    ["ewt/dev.r2.16.conll", 2_001, 25_147, "plain"],
    ["ewt/test.r2.16.conll", 2_077, 25_094, "plain"],
    // The README counts the 145 -DOCSTART- lines as sentences of one token.
    ["wikigold/wikigold.conll.txt", 1_841 - 145, 39_152 - 145, "IO"],
  ] as const)
    testWith(path)(path, async () => {
      const corpus = await readCorpus(shared(path));
      expect([corpus.sentenceIds.length, corpus.lines.length]).toEqual([sentences, tokens]);
      expect(detectScheme([corpus])).toBe(scheme);
      expect(readSegments(corpus, scheme).illFormed).toEqual([]);
    });
});

testWith("wikigold/wikigold.conll.txt")("wikigold: documents, and # as a token", async () => {
  const corpus = await readCorpus(shared("wikigold/wikigold.conll.txt"));
  expect(corpus.documentIds).toHaveLength(145);
  const hash = corpus.words.values.indexOf("#");
  expect(corpus.words.ids.filter((id) => id === hash)).toHaveLength(39);
});

testWith("uner-ewt/raw/train.iob2")(
  "rows of three and of five columns: the same tags as in the trimmed file",
  async () => {
    const raw = shared("uner-ewt/raw/train.iob2");
    const corpus = await readCorpus(raw);
    expect([corpus.plan?.tokens.title, corpus.plan?.labels?.title]).toEqual(["column 2", "column 3"]);
    expect([corpus.sentenceIds.length, corpus.lines.length, corpus.documentIds.length]).toEqual([12_543, 204_579, 540]);
    const trimmed = tagsOf(await readCorpus(shared("uner-ewt/train.conll")));
    const kept = tagsOf(corpus).map((tag) => (/-(?:O|OTH)$/.test(tag) ? "O" : tag));
    expect(kept.filter((tag, t) => tag !== trimmed[t])).toEqual([]);
    expect(readSegments(corpus, "BIO").illFormed.map(({ tag }) => tag)).toEqual(Array(540).fill("B-O"));
  },
);
