import { sentencesOf } from "../../src/corpus/sentences.js";
import { corpusOf, rowsOf } from "../helpers/corpora.js";

const corpus = corpusOf("a/1/O b/2/B-X", "c/3/O", "d/4/B-Y e/5/I-Y f/6/O");

it("takes sentences with their words, tags and columns, numbered as before", () => {
  const some = sentencesOf(corpus, [0, 2]);
  expect(rowsOf(some)).toEqual([rowsOf(corpus)[0], rowsOf(corpus)[2]]);
  expect(some.words.values).toBe(corpus.words.values);
  const column = [...corpus.columns.keys()][0] as number;
  const { values, ids } = some.columns.get(column)!;
  expect(Array.from(ids, (id) => values[id]).join("")).toBe("ab def".replace(" ", ""));
  expect([...some.lines]).toEqual([1, 2, 6, 7, 8]);
  expect(rowsOf(sentencesOf(corpus, []))).toEqual([]);
});
