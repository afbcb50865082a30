import { annotatedCandidates, type Candidate, missedCandidates } from "../../src/audit/candidates.js";
import { rankCandidates } from "../../src/audit/rank.js";
import type { Judged } from "../../src/audit/sweep.js";
import { readSegments } from "../../src/corpus/index.js";
import { corpusFrom } from "../helpers/corpora.js";
import { sweepSignals } from "../report/sample.js";

/** The segments of sentences of BIO tags. */
const segments = (...sentences: string[]) =>
  readSegments(corpusFrom(sentences.map((tags) => tags.split(" ").map((tag) => ["w", tag]))), "BIO").segments;

const shown = (candidates: readonly Candidate[]) =>
  candidates.map(({ sentence, start, end, label }) => `${sentence}:${start}-${end} ${label}`);
const neighbours = (candidates: readonly Candidate[]) => candidates.map(({ previous, next }) => [previous, next]);

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
    expect(missedCandidates(annotated, [segments("O O B-X I-X O O", "O O O", "B-X I-X")])).toEqual([]);
    expect(missedCandidates(annotated, [segments("B-X I-X I-X I-X I-X I-X", "O O O", "O O")])).toEqual([]);
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
    expect(missedCandidates(annotated, [])).toEqual([]);
    expect(missedCandidates(annotated, [segments("O O O O O O", "O O O", "O O")])).toEqual([]);
  });
});

describe("rankCandidates", () => {
  const judged = (start: number, end: number, logOdds: number, relabelInfluence: number): Judged => ({
    ...{ sentence: 0, start, end, label: "X", previous: -1, next: 1, proposal: null, logOdds },
    signals: sweepSignals(0, relabelInfluence, 0, 1),
  });

  it("ranks by log odds, then harm, then place, and leaves its input alone", () => {
    const rows = [
      judged(9, 10, 1, -1),
      judged(5, 6, 1, -2),
      judged(3, 4, -2, -9),
      judged(4, 6, 1, -1),
      judged(4, 5, 1, -1),
      judged(0, 1, 7, 3),
    ];
    const kept = [...rows];
    const places = rankCandidates(rows).map(({ start, end }) => `${start}-${end}`);
    expect(places).toEqual(["0-1", "5-6", "4-5", "4-6", "9-10", "3-4"]);
    expect(rows).toEqual(kept);
    // One order, whatever order they come in.
    expect(rankCandidates(rows.toReversed()).map(({ start, end }) => `${start}-${end}`)).toEqual(places);
  });

  it("leaves out missed spans that come to what ranks higher already, and no annotated segment", () => {
    const segments = [{ start: 3, end: 6, label: "X" }];
    const rows = [
      { ...judged(3, 6, 3, 0), label: "O", proposal: { start: 3, end: 6, segments } },
      { ...judged(4, 6, 2, 0), label: "O", proposal: { start: 3, end: 6, segments } },
      { ...judged(4, 5, 1, 0), label: "Y", proposal: { start: 3, end: 6, segments } },
      { ...judged(5, 6, 0, 0), label: "O", proposal: { start: 5, end: 6, segments: [{ ...segments[0], start: 5 }] } },
    ];
    expect(rankCandidates(rows).map(({ start, end }) => `${start}-${end}`)).toEqual(["3-6", "4-5", "5-6"]);
  });
});
