import { namesOf } from "../../src/batch/corpora.js";

it.each([
  [
    ["en/train.conll", "fr/train.conll"],
    ["en", "fr"],
  ],
  [
    ["ud/en/train.conllu", "ud/fr/dev.conllu"],
    ["en-train", "fr-dev"],
  ],
  [
    ["a.conll", "b.conll.gz"],
    ["a", "b"],
  ],
  [
    ["/data/x/a b/train.conll", "/data/x/ü/train.conll"],
    ["a-b", "corpus"],
  ],
  [["corpora/en.v2.conll"], ["en.v2"]],
  [
    ["en/2020/train.conll", "en/2021/train.conll"],
    ["2020", "2021"],
  ],
  [
    ["train", "dev"],
    ["train", "dev"],
  ],
])("%j are called %j", (files, names) => {
  expect(namesOf(files)).toEqual(names);
});
