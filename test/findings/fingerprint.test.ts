import fc from "fast-check";
import { type FingerprintSource, fingerprint } from "../../src/findings/fingerprint.js";

const base: FingerprintSource = {
  tokens: ["Bank", "of", "England"],
  label: "ORG",
  about: "segment",
  before: ["the"],
  after: ["said", "."],
};

test("is 16 hex digits and does not change from one release to the next", () => {
  expect(fingerprint(base)).toMatchInlineSnapshot(`"9dda1be5d21565df"`);
});

test.each<[string, Partial<FingerprintSource>]>([
  ["the label", { label: "LOC" }],
  ["what it is about", { about: "tag" }],
  ["a token", { tokens: ["Bank", "of", "Japan"] }],
  ["the span, to the left", { before: [], tokens: ["the", "Bank", "of", "England"] }],
  ["the span, to the right", { tokens: ["Bank", "of"], after: ["England", "said", "."] }],
  ["a token's boundary", { tokens: ["Bank of", "England"] }],
  ["a token that looks like a boundary", { before: ['the","Bank'], tokens: ["of", "England"] }],
  ["distant context", { after: ["said", "!"] }],
])("depends on %s", (_name, changes) => {
  expect(fingerprint({ ...base, ...changes })).not.toBe(fingerprint(base));
});

test("different contents never share an encoding", () => {
  // Few characters, those of the encoding among them, so that near misses are common.
  const words = fc.array(fc.string({ unit: fc.constantFrom("a", '"', ",", "[", "]", "\\", "\ud800"), maxLength: 2 }), {
    maxLength: 3,
  });
  const source = fc.record({
    tokens: words,
    label: fc.constantFrom("a", '"', "]"),
    about: fc.constantFrom("segment" as const, "reference" as const),
    before: words,
    after: words,
  });
  fc.assert(
    fc.property(source, source, (a, b) => {
      const same = JSON.stringify(a) === JSON.stringify(b);
      expect(fingerprint(a) === fingerprint(b)).toBe(same);
    }),
    { numRuns: 2000 },
  );
});
