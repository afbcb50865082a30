import { freelyStanding } from "../../src/audit/freelyStanding.js";
import { readSegments } from "../../src/corpus/index.js";
import { corpusFrom } from "../helpers/corpora.js";

describe("freelyStanding", () => {
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
  const standsFree = freelyStanding(corpus, readSegments(corpus, "BIO").segments);

  it("looks for the words in any case, outside segments", () => {
    expect(standsFree(["Turkey"])).toBe(true);
    expect(standsFree(["TURKEY", "Soup"])).toBe(true);
    expect(standsFree(["York"])).toBe(true);
  });

  it("does not take words in segments, words apart, or words across sentences", () => {
    expect(standsFree(["New"])).toBe(false);
    expect(standsFree(["soup", "of"])).toBe(false);
    expect(standsFree(["of", "turkey"])).toBe(false);
    expect(standsFree(["Ankara"])).toBe(false);
  });
});
