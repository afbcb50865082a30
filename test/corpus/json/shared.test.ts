import { readFileSync } from "node:fs";
import { readCorpus, readSegments } from "../../../src/corpus/index.js";
import { failure, shared, testWith } from "../helpers.js";

const NAMES = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"];

describe("the shared cases hold the same sentences and segments", () => {
  for (const [name, options] of [
    ["26-int-tags.train.jsonl", { labelNames: NAMES }],
    ["27-json-array.train.json", {}],
    ["28-doccano-spans.train.jsonl", {}],
  ] as const) {
    testWith(`cases/${name}`)(name, async () => {
      const corpus = await readCorpus(shared(`cases/${name}`), options);
      const { segments } = readSegments(corpus, "BIO");
      expect([corpus.sentenceIds.length, corpus.lines.length, segments.count]).toEqual([60, 666, 109]);
    });
  }
});

testWith("cases/32-length-mismatch.train.jsonl")("a record whose tokens and tags differ in number", async () => {
  const text = readFileSync(shared("cases/32-length-mismatch.train.jsonl"));
  expect(await failure(text)).toBe("SeginfError: <stdin>:6: 11 tokens but 12 tags; give one tag a token");
});
