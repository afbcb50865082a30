import { sentencesAround } from "../../src/audit/sentences.js";
import { annotate, joinCorpora } from "../../src/corpus/index.js";
import { corpusFrom } from "../helpers/corpora.js";
import { sampleFinding } from "../report/sample.js";

const rows = (...sentences: string[]) =>
  sentences.map((sentence) => sentence.split(" ").map((token) => token.split("/")));
const one = corpusFrom(
  rows("Leeds/B-ORG won/O", "It/O rained/O", "New/B-LOC York/I-LOC ,/O too/O", "Yes/O"),
  "one.conll",
);
const two = corpusFrom(rows("Anna/B-PER left/O", "Oslo/B-LOC slept/O"), "two.conll");
const train = annotate(joinCorpora("*.conll", [one, two]), "BIO");
const at = (file: string, sentence: number) => sampleFinding({ file, sentence });
const places = (...findings: ReturnType<typeof at>[]) =>
  sentencesAround(findings, [train, null]).map(({ file, sentence }) => `${file} ${sentence}`);

test("a sentence, the one before and the one after, each once and within its file", () => {
  expect(places(at("one.conll", 1), at("one.conll", 1))).toEqual(["one.conll 0", "one.conll 1", "one.conll 2"]);
  expect(places(at("one.conll", 3))).toEqual(["one.conll 2", "one.conll 3"]);
  expect(places(at("two.conll", 0), at("one.conll", 0))).toEqual([
    ...["one.conll 0", "one.conll 1", "two.conll 0", "two.conll 1"],
  ]);
});

test("has all tokens, with the annotation as it stands, in token offsets of the sentence", () => {
  expect(sentencesAround([at("one.conll", 3)], [train])).toEqual([
    {
      ...{ file: "one.conll", sentence: 2, line: 7, tokens: ["New", "York", ",", "too"] },
      segments: [{ start: 0, end: 2, label: "LOC" }],
    },
    { file: "one.conll", sentence: 3, line: 12, tokens: ["Yes"], segments: [] },
  ]);
});

test("a finding about the reference brings sentences of the reference", () => {
  const reference = annotate(corpusFrom(rows("Bonn/B-LOC"), "ref.conll"), "BIO");
  expect(sentencesAround([at("ref.conll", 0)], [train, reference])).toHaveLength(1);
});
