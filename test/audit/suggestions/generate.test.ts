import type { Candidate } from "../../../src/audit/candidates/candidates.js";
import { joins, movedBounds, relabellings, reread, splits } from "../../../src/audit/suggestions/edits.js";
import { suggest } from "../../../src/audit/suggestions/generate.js";
import { type Proposal, TagEncoder } from "../../../src/audit/suggestions/tagEncoder.js";
import { readSegments } from "../../../src/corpus/index.js";
import type { Relabeller } from "../../../src/influence/relabelling.js";
import { corpusFrom } from "../../helpers/corpora.js";

const TAGS = ["O", "B-X", "I-X", "B-Y", "I-Y"];
const segmentsOf = (...sentences: string[]) =>
  readSegments(corpusFrom(sentences.map((tags) => tags.split(" ").map((tag) => ["w", tag]))), "BIO").segments;

const candidate = (start: number, end: number, label: string, previous = -1, next = 1): Candidate => ({
  ...{ sentence: 0, start, end, label, previous, next },
});
/** 2-4 of X [ 2-4 X ] → "2-4: 2-4 X" */
const shown = ({ start, end, segments }: Proposal) =>
  `${start}-${end}: ${segments.map((one) => `${one.start}-${one.end} ${one.label}`).join(", ")}`;

describe("proposals", () => {
  it("split no segment that is so long that its splits would fill the memory", () => {
    expect(splits(candidate(0, 200, "X"))).toHaveLength(2 * 199 - 1);
    expect(splits(candidate(0, 300_000, "X"))).toEqual([]);
  });

  it("relabel a span, to none as well unless it is none", () => {
    expect(relabellings(candidate(2, 4, "X"), ["X", "Y"]).map(shown)).toEqual(["2-4: 2-4 Y", "2-4: "]);
    expect(relabellings(candidate(2, 4, "O"), ["X", "Y"]).map(shown)).toEqual(["2-4: 2-4 X", "2-4: 2-4 Y"]);
  });

  it("move either bound up to three tokens, within the room there is", () => {
    const room = { left: 1, right: 9, previous: null, next: null };
    expect(
      movedBounds(candidate(3, 5, "X"), "X", room)
        .map(shown)
        .sort(),
    ).toEqual(
      [
        ...["2-5: 2-5 X", "1-5: 1-5 X", "3-6: 3-6 X", "3-7: 3-7 X", "3-8: 3-8 X"],
        // Where it shrinks, what it leaves is part of what is replaced.
        ...["3-5: 4-5 X", "3-5: 3-4 X"],
      ].sort(),
    );
    expect(movedBounds(candidate(3, 4, "X"), "X", { ...room, left: 3, right: 4 })).toEqual([]);
  });

  it("split a segment in two, with or without a token between", () => {
    expect(splits(candidate(1, 4, "X")).map(shown)).toEqual([
      ...["1-4: 1-2 X, 2-4 X", "1-4: 1-2 X, 3-4 X", "1-4: 1-3 X, 3-4 X"],
    ]);
    expect(splits(candidate(1, 2, "X"))).toEqual([]);
  });

  it("join it with a close neighbour under either's label", () => {
    const previous = { start: 0, end: 2, label: "Y" };
    const next = { start: 6, end: 7, label: "X" };
    const room = { left: 2, right: 6, previous, next };
    expect(joins(candidate(3, 4, "X"), room).map(shown)).toEqual(["0-4: 0-4 Y", "0-4: 0-4 X", "3-7: 3-7 X"]);
    expect(joins(candidate(5, 6, "X"), { ...room, next: null })).toEqual([]);
    // A missed span may be the rest of its neighbour.
    expect(joins(candidate(3, 4, "O"), room).map(shown)).toEqual(["0-4: 0-4 Y", "3-7: 3-7 X"]);
  });

  it("take a reading's segments over a window that cuts none", () => {
    const annotated = segmentsOf("O B-X I-X O B-Y O");
    const read = (tags: string, of = candidate(1, 3, "X")) => {
      const proposal = reread(of, annotated, segmentsOf(tags));
      return proposal && shown(proposal);
    };
    expect(read("B-Y I-Y O O B-Y O")).toBe("0-3: 0-2 Y");
    // One that reaches into the next segment takes that along.
    expect(read("O O B-X I-X I-X O")).toBe("1-5: 2-5 X");
    expect(read("O O O O O O")).toBe("1-3: ");
    expect(read("O B-X I-X O O O")).toBeNull();
    expect(read("O B-X I-X O O O", candidate(3, 4, "O"))).toBeNull();
    expect(read("O B-X I-X B-Y O O", candidate(3, 4, "O"))).toBe("3-4: 3-4 Y");
  });
});

describe("suggest", () => {
  /** A judge that knows what it wants: the fewer tags differ from it, the likelier. */
  function wishing(tags: string, of: Candidate, stands: string, readings: string[] = []) {
    const wished = tags.split(" ").map((tag) => TAGS.indexOf(tag));
    const gold = stands.split(" ").map((tag) => TAGS.indexOf(tag));
    const agreement = (labels: readonly number[]) => labels.filter((label, t) => label === wished[t]).length;
    const judge = {
      change: (_sentence: number, { from, numbers }: { from: number; numbers: number[] }) =>
        agreement([...gold.slice(0, from), ...numbers, ...gold.slice(from + numbers.length)]) - agreement(gold),
    } as unknown as Relabeller;
    const annotated = segmentsOf(stands);
    const from = {
      ...{ annotated, tagEncoder: new TagEncoder("BIO", TAGS, annotated), labels: ["X", "Y"], fixedSpans: false },
      ...{ sentenceStart: [0, gold.length], readings: readings.map((reading) => segmentsOf(reading)) },
    };
    const best = suggest(of, from, judge);
    return best && `${shown(best.proposal)} (${best.logOdds})`;
  }
  const stands = "O O B-X I-X O O";
  const segment = candidate(2, 4, "X");

  test.each([
    ["O O B-Y I-Y O O", "2-4: 2-4 Y (2)"],
    ["O O O O O O", "2-4:  (2)"],
    ["O O B-X I-X I-X O", "2-5: 2-5 X (1)"],
    ["O B-Y I-Y I-Y O O", "1-4: 1-4 Y (3)"],
    ["O O O B-X O O", "2-4: 3-4 X (2)"],
    ["O O B-X B-X O O", "2-4: 2-3 X, 3-4 X (1)"],
  ])("of %s finds %s", (wished, expected) => {
    expect(wishing(wished, segment, stands)).toBe(expected);
  });

  it("joins two, and finds by a reading what lies beyond its reach", () => {
    const two = "O B-X O B-X O O O";
    expect(wishing("O B-X I-X I-X O O O", candidate(1, 2, "X", -1, 1), two)).toBe("1-4: 1-4 X (2)");
    const long = "B-X I-X I-X I-X I-X I-X I-X";
    expect(wishing(long, candidate(1, 2, "X", -1, 1), two, [long])).toBe("0-7: 0-7 X (7)");
  });

  it("gives a missed segment its label and its bounds", () => {
    const none = "O O O O O O";
    expect(wishing("O O B-Y I-Y O O", candidate(2, 3, "O", -1, 0), none)).toBe("2-4: 2-4 Y (2)");
  });

  it.each([
    [[0, 3, 1], "1-2: 1-2 VB (3)"],
    [[0, 1, 1], "1-2: 1-2 VB (1)"],
    [[9, -2, -1], "1-2: 1-2 JJ (-1)"],
  ])("of plain tags weighs the labels alone, the first of equals, with odds %j", (odds, expected) => {
    const annotated = readSegments(corpusFrom([["NN", "NN", "VB", "JJ"].map((tag) => ["w", tag])]), "plain").segments;
    // The tagger has never seen FW.
    const tagEncoder = new TagEncoder("plain", ["NN", "VB", "JJ"], annotated);
    const judge = { changesAt: () => odds };
    const labels = ["NN", "VB", "JJ", "FW"];
    const from = { annotated, tagEncoder, labels, fixedSpans: true, sentenceStart: [0, 4], readings: [] };
    const one = { ...candidate(1, 2, "NN", 0, 2) };
    const best = suggest(one, from, judge as unknown as Relabeller);
    expect(best && `${shown(best.proposal)} (${best.logOdds})`).toBe(expected);
    expect(best?.tagging).toEqual(tagEncoder.encodeFor(best?.proposal ?? null, one));
  });

  it("still names the likeliest where what stands is likelier, below 0", () => {
    expect(wishing(stands, segment, stands)).toMatch(/\(-1\)$/);
  });
});
