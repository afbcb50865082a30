import { occurrencesOutside } from "../../src/audit/occurrencesOutside.js";
import { readSegments } from "../../src/corpus/index.js";
import { corpusFrom } from "../helpers/corpora.js";

describe("occurrencesOutside", () => {
  const corpus = corpusFrom([
    [
      ["The", "O"],
      ["Turkey", "B-LOC"],
      ["of", "O"],
    ],
    [
      ["turkey", "O"],
      ["soup", "O"],
      ["New", "B-LOC"],
      ["York", "I-LOC"],
    ],
    [["York", "O"]],
  ]);
  const occursOutside = occurrencesOutside(corpus, readSegments(corpus, "BIO").segments);

  it("looks for the words in any case, outside segments", () => {
    expect(occursOutside(["Turkey"])).toBe(true);
    expect(occursOutside(["TURKEY", "Soup"])).toBe(true);
    expect(occursOutside(["York"])).toBe(true);
  });

  it("does not take words in segments, words apart, or words across sentences", () => {
    expect(occursOutside(["New"])).toBe(false);
    expect(occursOutside(["soup", "of"])).toBe(false);
    expect(occursOutside(["of", "turkey"])).toBe(false);
    expect(occursOutside(["Ankara"])).toBe(false);
  });
});
