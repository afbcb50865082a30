import { candidateAt } from "../../src/audit/candidates/candidates.js";
import type { Proposal } from "../../src/audit/suggestions/tagEncoder.js";
import { wrongTagShare } from "../../src/audit/wrongTags.js";
import { annotate } from "../../src/corpus/index.js";
import { candidatesOf, judgementsOf } from "../helpers/candidates.js";
import { corpusFrom } from "../helpers/corpora.js";

const TAGS = ["B-X", "I-X", "O", "B-Y", "B-Y", "O", "O", "O"];
const annotated = annotate(corpusFrom([TAGS.map((tag, t) => [`w${t}`, tag])]), "BIO");

interface Row {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  /** Probability that it is wrong. */
  readonly p: number;
  readonly proposal: Proposal | null;
}

function shareOf(rows: readonly Row[]): number {
  const candidates = candidatesOf(rows.map((row) => ({ sentence: 0, previous: -1, next: -1, ...row })));
  const signals = { influence: 0, relabelInfluence: 0, loss: 0, marginal: 1 };
  const table = judgementsOf(
    rows.map(({ p, proposal }, i) => ({
      ...candidateAt(candidates, i),
      proposal,
      logOdds: Math.log(p / (1 - p)),
      signals: { ...signals, crossValidatedLoss: null, selfInfluence: null, refitLoss: null, ...NONE },
    })),
  );
  return wrongTagShare(annotated, table);
}
const NONE = { referenceTaggerLoss: null, variation: null, neighbours: null, noiseChannel: null };
const over = (start: number, end: number, ...segments: [number, number, string][]): Proposal => ({
  start,
  end,
  segments: segments.map(([from, past, label]) => ({ start: from, end: past, label })),
});

describe("wrongTagShare", () => {
  it("counts each tag that a suggestion changes by its score", () => {
    expect(shareOf([{ start: 0, end: 2, label: "X", p: 0.5, proposal: over(0, 2, [0, 2, "Z"]) }])).toBeCloseTo(1 / 8);
    expect(shareOf([{ start: 0, end: 2, label: "X", p: 0.5, proposal: over(0, 2) }])).toBeCloseTo(1 / 8);
    expect(shareOf([{ start: 6, end: 7, label: "O", p: 0.2, proposal: over(6, 7, [6, 7, "Y"]) }])).toBeCloseTo(0.025);
  });

  it("leaves out tags that stay: of moved bounds, those inside", () => {
    expect(shareOf([{ start: 0, end: 2, label: "X", p: 0.4, proposal: over(0, 3, [0, 3, "X"]) }])).toBeCloseTo(0.05);
    // The second word of two segments that should be one goes on instead of beginning.
    expect(shareOf([{ start: 3, end: 4, label: "Y", p: 0.4, proposal: over(3, 5, [3, 5, "Y"]) }])).toBeCloseTo(0.05);
  });

  it("takes the likeliest of several that change one tag, and none without another annotation", () => {
    const rows = [
      { start: 6, end: 7, label: "O", p: 0.2, proposal: over(6, 7, [6, 7, "Y"]) },
      { start: 6, end: 8, label: "O", p: 0.6, proposal: over(6, 8, [6, 8, "X"]) },
      { start: 3, end: 4, label: "Y", p: 0.9, proposal: null },
    ];
    expect(shareOf(rows)).toBeCloseTo(1.2 / 8);
    expect(shareOf([])).toBe(0);
  });
});
