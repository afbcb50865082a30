import { corpusPathFrom } from "../../../src/triage/verdicts/corpusPath.js";

test.each([
  ["seginf.baseline.json", "data/train.conll", "data/train.conll"],
  ["review/verdicts.json", "data/train.conll", "../data/train.conll"],
  ["/a/b/verdicts.json", "/a/train.conll", "../train.conll"],
  ["verdicts.json", "<stdin>", "<stdin>"],
])("from %s, %s is %s", (verdictFile, corpus, path) => expect(corpusPathFrom(verdictFile, corpus)).toBe(path));
