import type { ScoredCandidate } from "../../../src/audit/candidates/table.js";
import { changeOf, keyOf } from "../../../src/audit/patterns/change.js";
import { SuggestionChooser } from "../../../src/audit/suggestions/choose.js";
import { afterKey, type ExpectedChanges } from "../../../src/audit/suggestions/expected.js";
import type { Alternatives } from "../../../src/audit/suggestions/weights.js";
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
interface Weighed {
  readonly label: string;
  readonly weight: number;
}
/** The influence of each is less its weight. */
const alternativesTo = (rows: readonly ScoredCandidate[], of: (row: number) => readonly Weighed[]): Alternatives => ({
  of: (row) =>
    of(row).map(({ label, weight }) => ({
      ...{ proposal: as(label, row), weight },
      change: rows[row].label === "O" ? null : changeOf(rows[row], as(label, row).segments),
    })),
  influence(row, { segments }) {
    const { weight } = of(row).find(({ label }) => label === (segments[0]?.label ?? "O")) as Weighed;
    return -weight;
  },
});
const choose = (rows: readonly ScoredCandidate[], of: (row: number) => readonly Weighed[]) => {
  const table = judgementsOf(rows);
  return judgedRows(new SuggestionChooser(table.candidates, alternativesTo(rows, of), corpus).choose(table));
};

/** What is chosen, as labels, where PER is ahead of LOC by so much (LOC where that is below 0). */
function chosen(rows: readonly ScoredCandidate[], ahead: readonly number[]) {
  const of = (row: number) => [
    { label: "LOC", weight: -ahead[row] },
    { label: "PER", weight: 0 },
  ];
  return choose(rows, of).map(({ proposal }) => proposal?.segments[0]?.label ?? "O");
}

describe("SuggestionChooser", () => {
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
    const all = [
      { label: "LOC", weight: 4 },
      { label: "PER", weight: 1 },
    ];
    const [first, second] = choose(rows, (row) => (row === 0 ? all : []));
    expect(first.proposal).toEqual(as("LOC", 0));
    expect(first.signals.relabelInfluence).toBe(-4);
    expect(second).toEqual(rows[1]);
    expect([first.logOdds, second.logOdds]).toEqual([1, 2]);
  });

  it("leaves rows that are not open, though what they call for counts", () => {
    const rows = [segment(0, 3), segment(1, 0)];
    const table = judgementsOf(rows);
    const alternatives = alternativesTo(rows, (row) => [
      { label: "LOC", weight: row === 0 ? 5 : -1 },
      { label: "PER", weight: 0 },
    ]);
    const chooser = new SuggestionChooser(table.candidates, alternatives, corpus);
    const [first, second] = judgedRows(chooser.choose(table, (row) => row === 1));
    expect(first).toEqual(rows[0]);
    expect(second.proposal).toEqual(as("LOC", 1));
    expect(second.signals.relabelInfluence).toBe(1);
  });

  it("begins with what segments elsewhere call for, by the change and by the word before", () => {
    const rows = [segment(0, 0), segment(3, 0)];
    const sentences = [0, 3];
    const of = (row: number) =>
      [
        { label: "LOC", weight: -6 },
        { label: "PER", weight: 0 },
      ].map((one) => ({ ...one, proposal: as(one.label, sentences[row]) }));
    const alternatives: Alternatives = {
      of: (row) => of(row).map((one) => ({ ...one, change: changeOf(rows[row], one.proposal.segments) })),
      influence: () => 0,
    };
    const called = (elsewhere: ExpectedChanges) => {
      const table = judgementsOf(rows);
      const chosen = new SuggestionChooser(table.candidates, alternatives, corpus, elsewhere).choose(table);
      return judgedRows(chosen).map(({ proposal }) => proposal?.segments[0].label);
    };
    const asLoc = keyOf(changeOf(rows[0], as("LOC", 0).segments));
    // log(1 + 20 / .03) = 6.5, against log(1 + .5 / .03) = 2.9 of the other one for PER.
    expect(called(new Map())).toEqual(["PER", "PER"]);
    expect(called(new Map([[asLoc, 20]]))).toEqual(["PER", "PER"]);
    expect(
      called(
        new Map([
          [asLoc, 20],
          [afterKey(asLoc, "in"), 20],
        ]),
      ),
    ).toEqual(["LOC", "PER"]);
  });
});
