import { commonScheme, requireKnownTags, unseenTags } from "../../src/corpus/index.js";
import { corpusOf } from "./helpers.js";

const train = corpusOf([["B-PER", "I-PER", "O"]]);

test("tags that training lacks, with their count and first line", () => {
  const reference = corpusOf([
    ["O", "B-LOC"],
    ["B-per", "B-LOC", "B-PER"],
  ]);
  expect(unseenTags(train, reference)).toEqual([
    { tag: "B-LOC", count: 2, line: 2 },
    { tag: "B-per", count: 1, line: 4 },
  ]);
  expect(requireKnownTags(train, reference, true)).toHaveLength(2);
  expect(() => requireKnownTags(train, reference, false)).toThrow(
    "<test>:2: <test> has no tag B-LOC (2×), B-per (1×); fix them or pass --allow-unseen",
  );
  expect(requireKnownTags(train, corpusOf([["B-PER", "O"]]), false)).toEqual([]);
});

test("no more than five are named", () => {
  const reference = corpusOf([["O", ..."ABCDEFG".split("").map((type) => `B-${type}`)]]);
  expect(() => requireKnownTags(train, reference, false)).toThrow("B-E (1×) and 2 more; fix");
});

test("another scheme is called so", () => {
  expect(() => requireKnownTags(train, corpusOf([["B-PER", "E-PER", "S-PER"]]), false)).toThrow(
    "<test>:2: the tags are written in BIOES, but those of <test> in BIO; convert one of the two files",
  );
  expect(() => requireKnownTags(train, corpusOf([["S-PER", "S-LOC"]]), false)).toThrow("has no tag S-PER");
});

test("a reference in a scheme with fewer prefixes is called so", () => {
  const bilou = corpusOf([["B-PER", "L-PER", "U-LOC", "O"]]);
  expect(() => requireKnownTags(bilou, corpusOf([["B-PER", "I-PER", "O", "B-LOC"]]), false)).toThrow(
    "<test>:2: the tags are written in BIO, but those of <test> in BILOU; convert one of the two files",
  );
});

test("of schemes that tag ends, a known label may have further tags in the reference", () => {
  const bioes = corpusOf([["B-PER", "E-PER", "S-LOC", "O"]]);
  const unseen = [{ tag: "S-PER", count: 1, line: 1 }];
  expect(requireKnownTags(bioes, corpusOf([["S-PER", "S-LOC"]]), false)).toEqual(unseen);
  expect(() => requireKnownTags(bioes, corpusOf([["S-PER", "S-ORG"]]), false)).toThrow("has no tag S-PER (1×), S-ORG");
});

test("two schemes whose tags are all known are told apart as well", () => {
  const bio = corpusOf([["B-PER", "I-PER", "O", "B-LOC"]]);
  const io = corpusOf([["I-PER", "I-PER", "O", "I-LOC"]]);
  const iob1 = corpusOf([["I-PER", "B-PER", "O", "I-LOC"]]);
  expect(commonScheme(bio, bio)).toBe("BIO");
  expect(() => commonScheme(bio, io)).toThrow("the tags are written in IO, but those of <test> in BIO; convert one");
  // IO is IOB1 in which nothing touches.
  expect(commonScheme(io, iob1)).toBe("IOB1");
  expect(() => requireKnownTags(io, iob1, false)).toThrow("has no tag B-PER (1×); fix them or pass --allow-unseen");
});
