import { detectScheme, parseTag, requireLabels, requireScheme } from "../../src/corpus/index.js";
import { corpusOf } from "./helpers.js";

test("tags are taken apart at the first hyphen", () => {
  expect(parseTag("B-creative-work", "BIO")).toEqual({ prefix: "B", type: "creative-work" });
  expect(parseTag("O", "BIOES")).toEqual({ prefix: "O", type: "" });
  expect(parseTag("B-PER", "plain")).toEqual({ prefix: "", type: "B-PER" });
  for (const [tag, scheme] of [
    ["NNP", "BIO"],
    ["E-X", "BIO"],
    ["L-X", "BIOES"],
    ["S-X", "BILOU"],
    ["B-", "BIO"],
    ["o", "IO"],
  ] as const)
    expect(() => parseTag(tag, scheme)).toThrow(`the tag "${tag}" is not one of the scheme ${scheme}`);
});

test.each([
  ["plain", [["DT", "NN"]]],
  ["plain", [["O", "B-X", "X"]]],
  ["BIO", [["O", "B", "I"]]],
  ["plain", [["O", "B-X", "M-X"]]],
  ["BIO", [["O", "B-X", "I-X"], ["I-X"]]],
  ["BIO", [["O"]]],
  ["BIO", [["B-X", "B-X"]]],
  ["IOB1", [["I-X", "B-X", "O"]]],
  ["IOB1", [["I-X", "O", "I-Y", "I-X", "B-X", "B-Y"]]],
  ["IO", [["I-X", "O", "I-Y"]]],
  ["BIOES", [["O", "S-X"]]],
  ["BIOES", [["B-X", "E-X"]]],
  ["BILOU", [["O", "U-X"]]],
  ["BILOU", [["B-X", "L-X"]]],
] as const)("detects %s in %j", (scheme, sentences) => {
  const corpus = corpusOf(sentences);
  expect(detectScheme([corpus])).toBe(scheme);
  expect(() => requireScheme(corpus, scheme)).not.toThrow();
});

test("two corpora settle one scheme", () => {
  const io = corpusOf([["I-X", "O", "I-X"]]);
  expect(detectScheme([io, corpusOf([["I-X", "B-X"]])])).toBe("IOB1");
  expect(detectScheme([io, corpusOf([["B-X", "O", "B-X", "O", "B-X"]])])).toBe("BIO");
  expect(detectScheme([io, corpusOf([["NN"]])])).toBe("plain");
});

test("a scheme that the tags contradict is refused by name and line", () => {
  expect(() => requireScheme(corpusOf([["O"], ["NNP"]]), "BIO")).toThrow(
    '<test>:3: the tag "NNP" is not one of the scheme BIO; name another with --scheme (plain for labels without prefixes), or check --label-column',
  );
  expect(() => requireScheme(corpusOf([["B-X", "E-X"]]), "BILOU")).toThrow('<test>:2: the tag "E-X"');
  expect(() => requireScheme(corpusOf([["B-X", "I-X"]]), "BIOES")).toThrow(
    "<test>: the scheme is BIOES, but no tag begins with E- or S-",
  );
  expect(() => requireScheme(corpusOf([["B-X", "I-X"]]), "BILOU")).toThrow("no tag begins with L- or U-");
  for (const scheme of ["BIO", "BIOES", "BILOU", "IO", "IOB1", "plain"] as const)
    expect(() => requireScheme(corpusOf([["O", "O"]]), scheme)).not.toThrow();
  expect(() => requireScheme(corpusOf([["B-X", "E-X"]]), "plain")).not.toThrow();
});

test("training needs two labels", () => {
  expect(() => requireLabels(corpusOf([["O"], ["O"]]))).toThrow(
    '<test>: every token is labelled "O"; check --label-column: at least two labels are needed',
  );
  expect(() => requireLabels(corpusOf([["O", "B-X"]]))).not.toThrow();
});

test("more labels than a tagger is to be trained on are refused", () => {
  const four = corpusOf([["B-X", "I-X", "O", "B-Y"]]);
  expect(() => requireLabels(four, 3)).toThrow(
    "<test>: 4 different labels, and a tagger is trained on 3 at most; check --label-column (see seginf inspect), or raise --max-labels",
  );
  expect(() => requireLabels(four, 4)).not.toThrow();
});
