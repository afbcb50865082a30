import type { ScoredCandidate } from "../../../src/audit/candidates/table.js";
import { chooseSuggestions } from "../../../src/audit/suggestions/choose.js";
import type { Alternative } from "../../../src/audit/suggestions/weights.js";
import { judgedRows, judgementsOf } from "../../helpers/candidates.js";
import { corpusOf } from "../../helpers/corpora.js";
import { sweepSignals } from "../../report/sample.js";

const corpus = corpusOf("in/O Bonn/B-ORG", "in/O Rome/B-ORG", "in/O Kiel/B-ORG", "at/O Ford/B-ORG");

/** The segment after a sentence's first word. */
const segment = (sentence: number, logOdds: number, label = "ORG"): ScoredCandidate => {
  const start = 2 * sentence + 1;
  return {
    ...{ sentence, start, end: start + 1, label, previous: sentence - 1, next: sentence + 1, logOdds },
    ...{ signals: sweepSignals(-1, -1, 1, 0.5), proposal: as("O", sentence) },
  };
};
const as = (label: string, sentence: number) => {
  const [start, end] = [2 * sentence + 1, 2 * sentence + 2];
  return { start, end, segments: label === "O" ? [] : [{ start, end, label }] };
};
const alternative = (label: string, sentence: number, weight: number): Alternative => ({
  ...{ proposal: as(label, sentence), weight, relabelInfluence: -weight },
});

/** What is chosen, as labels, where PER is ahead of LOC by so much (LOC where that is below 0). */
function chosen(rows: readonly ScoredCandidate[], ahead: readonly number[]) {
  const alternatives = (row: number) => [alternative("LOC", row, -ahead[row]), alternative("PER", row, 0)];
  const scored = judgedRows(chooseSuggestions(judgementsOf(rows), alternatives, corpus));
  return scored.map(({ proposal }) => proposal?.segments[0]?.label ?? "O");
}

describe("chooseSuggestions", () => {
  it("goes with what other wrong segments call for, and the more so after the same word", () => {
    const rows = [segment(0, 3), segment(1, 3), segment(2, 0), segment(3, 0)];
    // log(1 + 1.9 / .03) = 4.2 for LOC: all four have the label in common, three the word before as well; and of the last
    // two each calls for PER to the other, log(1 + .5 / .03) = 2.9.
    expect(chosen(rows, [-5, -5, 1, 1])).toEqual(["LOC", "LOC", "LOC", "LOC"]);
    expect(chosen(rows, [-5, -5, 3, 3])).toEqual(["LOC", "LOC", "LOC", "PER"]);
    expect(chosen(rows, [-5, -5, 9, 9])).toEqual(["LOC", "LOC", "PER", "PER"]);
  });

  it("hears nothing from segments that are right, from itself, or from another label", () => {
    expect(chosen([segment(0, -9), segment(1, -9), segment(2, 9)], [-5, -5, 1])[2]).toBe("PER");
    expect(chosen([segment(0, 9)], [1])).toEqual(["PER"]);
    expect(chosen([segment(0, 3, "MISC"), segment(1, 3, "MISC"), segment(2, 0)], [-5, -5, 1])[2]).toBe("PER");
  });

  it("chooses for missed spans by their own weight", () => {
    expect(chosen([segment(0, 3, "O"), segment(1, 3, "O"), segment(2, 0, "O")], [-5, -5, 1])[2]).toBe("PER");
  });

  it("gives the influence of what it chooses, leaves the score, and keeps what has no alternative", () => {
    const rows = [segment(0, 1), segment(1, 2)];
    const alternatives = (row: number) => (row === 0 ? [alternative("LOC", 0, 4), alternative("PER", 0, 1)] : []);
    const [first, second] = judgedRows(chooseSuggestions(judgementsOf(rows), alternatives, corpus));
    expect(first.proposal).toEqual(as("LOC", 0));
    expect(first.signals.relabelInfluence).toBe(-4);
    expect(second).toEqual(rows[1]);
    expect([first.logOdds, second.logOdds]).toEqual([1, 2]);
  });
});
