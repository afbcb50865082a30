import {
  annotatedCandidates,
  type Candidates,
  joined,
  missedCandidates,
} from "../../../src/audit/candidates/candidates.js";
import type { ScoredCandidate } from "../../../src/audit/candidates/table.js";
import { rankCandidates } from "../../../src/audit/rank.js";

import { readSegments } from "../../../src/corpus/index.js";
import type { Ranking } from "../../../src/findings/rankings.js";
import { candidateRows, judgedRows, judgementsOf } from "../../helpers/candidates.js";
import { corpusFrom } from "../../helpers/corpora.js";
import { sweepSignals } from "../../report/sample.js";

/** The segments of sentences of BIO tags. */
const segments = (...sentences: string[]) =>
  readSegments(corpusFrom(sentences.map((tags) => tags.split(" ").map((tag) => ["w", tag]))), "BIO").segments;

const shown = (candidates: Candidates) =>
  candidateRows(candidates).map(({ sentence, start, end, label }) => `${sentence}:${start}-${end} ${label}`);
const neighbours = (candidates: Candidates) => candidateRows(candidates).map(({ previous, next }) => [previous, next]);

describe("annotatedCandidates", () => {
  it("are the segments in file order, with the numbers of those beside them", () => {
    const annotated = segments("B-X I-X B-Y O B-X", "B-Y O", "O B-X B-X");
    expect(shown(annotatedCandidates(annotated))).toEqual([
      "0:0-2 X",
      "0:2-3 Y",
      "0:4-5 X",
      // It begins where the last one ends, in the next sentence.
      "1:5-6 Y",
      "2:8-9 X",
      "2:9-10 X",
    ]);
    expect(neighbours(annotatedCandidates(annotated)).slice(0, 2)).toEqual([
      [-1, 1],
      [0, 2],
    ]);
  });
});

describe("missedCandidates", () => {
  const annotated = segments("O B-X I-X O O O", "O O O", "O B-Y");

  it("are spans that a reading labels and that no annotated segment overlaps", () => {
    const reading = segments("B-X B-X I-X O B-Y O", "O B-X I-X", "O B-X");
    expect(shown(missedCandidates(annotated, [reading]))).toEqual(["0:0-1 O", "0:4-5 O", "1:7-9 O"]);
  });

  it("leave to a segment what touches it with so much as one token", () => {
    expect(shown(missedCandidates(annotated, [segments("O O B-X I-X O O", "O O O", "B-X I-X")]))).toEqual([]);
    expect(shown(missedCandidates(annotated, [segments("B-X I-X I-X I-X I-X I-X", "O O O", "O O")]))).toEqual([]);
  });

  it("tell which segments stand on either side", () => {
    const closed = segments("B-X O", "O O", "B-Y O O");
    const reading = segments("O B-Y", "B-X O", "O B-Y I-Y");
    const found = missedCandidates(closed, [reading]);
    expect(shown(found)).toEqual(["0:1-2 O", "1:2-3 O", "2:5-7 O"]);
    expect(neighbours(found)).toEqual([
      [0, 1],
      [0, 1],
      [1, 2],
    ]);
  });

  it("come once for several readings, by start and then end, whatever the label read", () => {
    const one = segments("O O O O B-X I-X", "O O O", "O O");
    const two = segments("O O O O B-Y I-Y", "B-Y O O", "O O");
    const three = segments("O O O O B-Y O", "O O B-X", "O O");
    const found = ["0:4-5 O", "0:4-6 O", "1:6-7 O", "1:8-9 O"];
    expect(shown(missedCandidates(annotated, [one, two, three]))).toEqual(found);
    expect(shown(missedCandidates(annotated, [three, two, one]))).toEqual(found);
  });

  it("are none without readings or where nothing is read", () => {
    expect(shown(missedCandidates(annotated, []))).toEqual([]);
    expect(shown(missedCandidates(annotated, [segments("O O O O O O", "O O O", "O O")]))).toEqual([]);
  });
});

describe("joined", () => {
  it("puts candidates of the same labels one after the other", () => {
    const annotated = segments("B-X B-Y O");
    const both = joined(annotatedCandidates(annotated), missedCandidates(annotated, [segments("O O B-X")]));
    expect(shown(both)).toEqual(["0:0-1 X", "0:1-2 Y", "0:2-3 O"]);
    expect(neighbours(both)).toEqual([
      [-1, 1],
      [0, 2],
      [1, 2],
    ]);
    const other = annotatedCandidates(segments("B-X B-Y O"));
    expect(() => joined(both, other)).toThrow("two sets of labels");
  });
});

describe("table", () => {
  const signals = { ...sweepSignals(1, 2, 3, 0.5), variation: 0.25 };
  const proposal = {
    start: 3,
    end: 7,
    segments: [
      { start: 3, end: 5, label: "Z" },
      { start: 6, end: 7, label: "X" },
    ],
  };
  const place = { sentence: 1, start: 3, end: 6, previous: 0, next: 2, signals };
  const rows: ScoredCandidate[] = [
    { ...place, label: "X", proposal, logOdds: 2 },
    { ...place, label: "O", proposal: null, logOdds: Number.NEGATIVE_INFINITY },
    { ...place, label: "Y", proposal: { start: 3, end: 6, segments: [] }, logOdds: -1 },
  ];

  it("give back the rows that they are made of, and null for what is not worked out", () => {
    const table = judgementsOf(rows);
    const variation = Float64Array.of(0.25, Number.NaN, 0);
    const back = judgedRows({ ...table, signals: { ...table.signals, variation } });
    expect(back).toEqual(rows.map((row, i) => ({ ...row, signals: { ...signals, variation: [0.25, null, 0][i] } })));
  });
});

describe("rankCandidates", () => {
  const scored = (start: number, end: number, logOdds: number, relabelInfluence: number): ScoredCandidate => ({
    ...{ sentence: 0, start, end, label: "X", previous: -1, next: 1, proposal: null, logOdds },
    signals: sweepSignals(0, relabelInfluence, 0, 1),
  });

  const ranked = (rows: readonly ScoredCandidate[]) =>
    Array.from(rankCandidates(judgementsOf(rows)), (row) => `${rows[row].start}-${rows[row].end}`);

  it("ranks by log odds, then harm, then place", () => {
    const rows = [
      scored(9, 10, 1, -1),
      scored(5, 6, 1, -2),
      scored(3, 4, -2, -9),
      scored(7, 8, Number.NEGATIVE_INFINITY, 0),
      scored(2, 3, Number.NEGATIVE_INFINITY, 0),
      scored(4, 6, 1, -1),
      scored(4, 5, 1, -1),
      scored(0, 1, 7, 3),
    ];
    const places = ranked(rows);
    expect(places).toEqual(["0-1", "5-6", "4-5", "4-6", "9-10", "3-4", "2-3", "7-8"]);
    // One order, whatever order they come in.
    expect(ranked(rows.toReversed())).toEqual(places);
  });

  it("ranks by one signal alone, whichever way it is suspicious, and puts last what has no such figure", () => {
    const rows = [scored(0, 1, 0, 0), scored(1, 2, 0, 0), scored(2, 3, 0, 0)];
    const table = judgementsOf(rows);
    const ranked = (by: Ranking, values: readonly number[]) => {
      const signals = { ...table.signals, [by]: Float64Array.from(values) };
      return [...rankCandidates({ ...table, signals }, by)];
    };
    expect(ranked("loss", [1, 3, 2])).toEqual([1, 2, 0]);
    expect(ranked("influence", [1, -3, 2])).toEqual([1, 0, 2]);
    expect(ranked("marginal", [0.1, 0.9, 0.5])).toEqual([0, 2, 1]);
    expect(ranked("variation", [Number.NaN, 0, 1])).toEqual([2, 1, 0]);
    expect([...rankCandidates(table, "neighbours")]).toEqual([0, 1, 2]);
  });

  it("leaves out missed spans whose suggestion overlaps one that ranks higher, and no annotated segment", () => {
    const segments = [{ start: 3, end: 6, label: "X" }];
    const rows = [
      { ...scored(3, 6, 3, 0), label: "O", proposal: { start: 3, end: 6, segments } },
      { ...scored(4, 6, 2, 0), label: "O", proposal: { start: 3, end: 6, segments } },
      { ...scored(4, 5, 1, 0), label: "Y", proposal: { start: 3, end: 6, segments } },
      { ...scored(5, 6, 0, 0), label: "O", proposal: { start: 5, end: 6, segments: [{ ...segments[0], start: 5 }] } },
    ];
    expect(ranked(rows)).toEqual(["3-6", "4-5"]);
  });
});
