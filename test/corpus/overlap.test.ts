import fc from "fast-check";
import { overlap, overlapping, segmentAt } from "../../src/corpus/overlap.js";
import { readSegments } from "../../src/corpus/segments.js";
import { corpusOf } from "./helpers.js";

const tags = fc.array(fc.constantFrom("O", "B-X", "I-X", "B-Y"), { minLength: 1, maxLength: 12 });

test("the segments that overlap a stretch are those that share a token with it", () => {
  fc.assert(
    fc.property(fc.array(tags, { minLength: 1, maxLength: 4 }), fc.nat(40), fc.nat(40), (sentences, a, b) => {
      const { segments } = readSegments(corpusOf(sentences), "BIO");
      const stretch = { start: Math.min(a, b), end: Math.max(a, b) + 1 };
      const all = Array.from({ length: segments.count }, (_, i) => i);
      const expected = all.filter((i) => overlap(segmentAt(segments, i), stretch));
      expect(overlapping(segments, stretch.start, stretch.end)).toEqual(expected);
    }),
  );
});

test("a segment's tokens count from where they are asked to", () => {
  const { segments } = readSegments(corpusOf([["O"], ["O", "B-X", "I-X"]]), "BIO");
  expect(segmentAt(segments, 0)).toEqual({ start: 2, end: 4, label: "X" });
  expect(segmentAt(segments, 0, 1)).toEqual({ start: 1, end: 3, label: "X" });
});
