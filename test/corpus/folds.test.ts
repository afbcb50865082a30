import { foldsOf } from "../../src/corpus/folds.js";
import type { Corpus } from "../../src/corpus/types.js";
import { corpusFrom, rowsOf } from "../helpers/corpora.js";
import { random } from "../helpers/random.js";

const next = random(3);
const sentences = Array.from({ length: 90 }, () =>
  Array.from({ length: 1 + Math.floor(next() * 6) }, () => [`w${Math.floor(next() * 12)}`, "O"]),
);
const inDocuments = (corpus: Corpus, size: number): Corpus => {
  const K = corpus.sentenceStart.length - 1;
  const documents = Int32Array.from({ length: K }, (_, k) => Math.floor(k / size));
  return { ...corpus, documents, documentIds: Array.from({ length: Math.ceil(K / size) }, (_, d) => `d${d}`) };
};
const textOf = (rows: readonly (readonly string[])[]) => rows.map(([word]) => word).join(" ");

it("gives every sentence one fold, all about as large", () => {
  const corpus = corpusFrom(sentences);
  const folds = foldsOf(corpus, 5);
  expect(folds).toHaveLength(90);
  const size = new Array<number>(5).fill(0);
  folds.forEach((fold, k) => {
    size[fold] += corpus.sentenceStart[k + 1] - corpus.sentenceStart[k];
  });
  expect(Math.max(...size) / Math.min(...size)).toBeLessThan(1.1);
});

it("keeps equal sentences together", () => {
  const corpus = corpusFrom([...sentences, ...sentences.slice(0, 30)]);
  const folds = foldsOf(corpus, 4);
  for (let k = 0; k < 30; k++) expect(folds[90 + k]).toBe(folds[k]);
});

it("keeps documents together, where there are enough of them", () => {
  const corpus = inDocuments(corpusFrom(sentences), 9);
  const folds = foldsOf(corpus, 5);
  folds.forEach((fold, k) => {
    expect(fold).toBe(folds[9 * Math.floor(k / 9)]);
  });
  expect(new Set(folds).size).toBe(5);
  // One document cannot be parted by document.
  expect(new Set(foldsOf(inDocuments(corpusFrom(sentences), 90), 5)).size).toBe(5);
});

it("goes by words: another order of the sentences and other labels change no sentence's fold", () => {
  const corpus = corpusFrom(sentences);
  const folds = foldsOf(corpus, 3);
  const byText = new Map(rowsOf(corpus).map((rows, k) => [textOf(rows), folds[k]]));
  const turned = corpusFrom(sentences.toReversed().map((rows) => rows.map(([word]) => [word, "B-X"])));
  foldsOf(turned, 3).forEach((fold, k) => {
    expect(fold).toBe(byText.get(textOf(rowsOf(turned)[k])));
  });
});
