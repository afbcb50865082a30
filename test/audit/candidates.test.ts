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
  candidates.map(({ sentence, start, end, label, touching }) => `${sentence}:${start}-${end} ${label} ${touching}`);

describe("annotatedCandidates", () => {
  it("are the segments in file order, with the label of what they touch", () => {
    const annotated = segments("B-X I-X B-Y O B-X", "B-Y O", "O B-X B-X");
    expect(shown(annotatedCandidates(annotated))).toEqual([
      "0:0-2 X null",
      "0:2-3 Y X",
      "0:4-5 X null",
      // It begins where the last one ends, in the next sentence.
      "1:5-6 Y null",
      "2:8-9 X null",
      "2:9-10 X X",
    ]);
  });
});

describe("missedCandidates", () => {
  const annotated = segments("O B-X I-X O O O", "O O O", "O B-Y");

  it("are spans that a reading labels and that no annotated segment overlaps", () => {
    const reading = segments("B-X B-X I-X O B-Y O", "O B-X I-X", "O B-X");
    expect(shown(missedCandidates(annotated, [reading]))).toEqual(["0:0-1 O null", "0:4-5 O null", "1:7-9 O null"]);
  });

  it("leave to a segment what touches it with so much as one token", () => {
    expect(missedCandidates(annotated, [segments("O O B-X I-X O O", "O O O", "B-X I-X")])).toEqual([]);
    expect(missedCandidates(annotated, [segments("B-X I-X I-X I-X I-X I-X", "O O O", "O O")])).toEqual([]);
  });

  it("tell what ends just before them, in their own sentence", () => {
    const closed = segments("B-X O", "O O", "B-Y O O");
    const reading = segments("O B-Y", "B-X O", "O B-Y I-Y");
    // Tokens 1, 2 and 5–6: the second follows nothing, the first and third a segment.
    expect(shown(missedCandidates(closed, [reading]))).toEqual(["0:1-2 O X", "1:2-3 O null", "2:5-7 O Y"]);
    const last = segments("O B-X", "O O");
    expect(shown(missedCandidates(last, [segments("O O", "B-Y O")]))).toEqual(["1:2-3 O null"]);
  });

  it("come once for several readings, by start and then end, whatever the label read", () => {
    const one = segments("O O O O B-X I-X", "O O O", "O O");
    const two = segments("O O O O B-Y I-Y", "B-Y O O", "O O");
    const three = segments("O O O O B-Y O", "O O B-X", "O O");
    const found = ["0:4-5 O null", "0:4-6 O null", "1:6-7 O null", "1:8-9 O null"];
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
    ...{ sentence: 0, start, end, label: "X", touching: null, suggestion: "O", logOdds },
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
});
