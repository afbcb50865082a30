import type { Pattern } from "../../src/findings/report.js";
import { reporters } from "../../src/report/registry.js";
import { displayWidth } from "../../src/report/width.js";
import { sampleFinding, samplePattern, sampleReport } from "./sample.js";

describe("patterns", () => {
  const pattern = samplePattern({
    name: 'ORG → LOC when the word before it is "at\x1b[31m"',
    places: Array.from({ length: 15 }, (_, i) => ({ file: "train.conll", line: 10 * i + 1 })),
    ...{
      agree: 20,
      disagree: 3,
      share: 0.0324,
      relabelInfluence: -48.125,
      pValue: 1.25e-7,
      label: "ORG",
      suggestion: "LOC",
    },
  });
  const shown = (patterns: readonly Pattern[], width = 80) =>
    [...reporters.text(sampleReport([sampleFinding()], { patterns }), { color: false, width })].join("");

  it("say of words that should have no label how many have none", () => {
    expect(shown([samplePattern({ suggestion: "O", disagree: 2 })])).toContain(", 2 others without a label\n");
  });

  it("come before the findings, with what they take in and where", () => {
    const lines = shown([pattern]).split("\n");
    const at = lines.indexOf("Patterns: 1 rule behind 15 candidates");
    expect(lines.slice(at, at + 5).join("\n")).toMatchInlineSnapshot(`
"Patterns: 1 rule behind 15 candidates
  1. ORG → LOC when the word before it is "at\\x1b[31m" (fedcba9876543210)
     15 of 20 segments, about 13 wrong (88%), 3 others annotated as LOC
     train.conll:1, 11, 21, 31, 41, 51, 61, 71, 81, 91, 101, 111, and 3 more
"
`);
    expect(lines.findIndex((line) => line.startsWith("0.987"))).toBeGreaterThan(at);
  });

  it("that are less likely than a finding has to be come after the findings, with their own numbers", () => {
    const likely = samplePattern({ id: "a".repeat(16), probability: 0.5 });
    const lines = shown([samplePattern({ probability: 0.49 }), likely]).split("\n");
    const at = (start: string) => lines.findIndex((line) => line.startsWith(start));
    const order = ["Patterns: 1 rule", "  2. ", "0.987", "Patterns below the threshold: 1 rule", "  1. "].map(at);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
  });

  it("keep to the width, and drive no terminal", () => {
    const printed = shown([pattern, samplePattern()], 44);
    expect(printed).not.toContain("\x1b");
    const from = printed.indexOf("Patterns:");
    const widths = printed.slice(from, printed.indexOf("\n\n", from)).split("\n").map(displayWidth);
    expect(Math.max(...widths)).toBeLessThanOrEqual(44);
  });

  it("are no section where there are none", () => expect(shown([])).not.toContain("Patterns"));
});
