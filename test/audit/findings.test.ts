import type { ScoredCandidate } from "../../src/audit/candidates/table.js";
import { findingOf, tagFinding } from "../../src/audit/findings.js";
import type { Proposal } from "../../src/audit/suggestions/tagEncoder.js";
import { readSegments, tagFixes } from "../../src/corpus/index.js";
import { corpusFrom } from "../helpers/corpora.js";
import { sampleReason, sweepSignals } from "../report/sample.js";

const words = "a b c d e f g h i j k l m n o p q r s t".split(" ");
const long = words.map((word) => [word, word === "j" ? "B-X" : word === "k" ? "I-X" : "O"]);
const short = [["Leeds", "B-ORG"]];
const corpus = corpusFrom([short, long], "train.conll");

const place = (start: number, end: number, label: string) => ({ start, end, label });

/** The candidate's span as one segment of a label, or as none. */
const whole = (label: string, start = 10, end = 12): Proposal => ({
  start,
  end,
  segments: label === "O" ? [] : [{ start, end, label }],
});

function judgedOf(change: Partial<ScoredCandidate> = {}): ScoredCandidate {
  return {
    ...{ sentence: 1, start: 10, end: 12, label: "X", previous: 0, next: 2, proposal: whole("Y"), logOdds: 2 },
    signals: sweepSignals(-0.5, -0.8, 1.5, 0.2),
    ...change,
  };
}

const finding = (change: Partial<ScoredCandidate> = {}, from = corpus, referenceLoss = 10) =>
  findingOf(from, judgedOf(change), referenceLoss, { reason: sampleReason });

describe("findingOf", () => {
  it("places the segment in its file and its sentence", () => {
    // The one-token sentence takes line 1, the empty line 2; tokens of the second sentence count from its first.
    expect(finding()).toMatchObject({
      ...{ file: "train.conll", line: 12, endLine: 13, sentence: 1, sentenceId: null, start: 9, end: 11 },
      tokens: ["j", "k"],
      label: "X",
      suggestion: "Y",
      signals: { influence: -0.5, relabelInfluence: -0.8, loss: 1.5, marginal: 0.2 },
    });
  });

  it("shows eight tokens of the sentence on either side, or what there is of it", () => {
    expect(finding().context).toEqual({ before: "b c d e f g h i".split(" "), after: "l m n o p q r s".split(" ") });
    const edge = finding({ sentence: 0, start: 0, end: 1, label: "ORG" });
    expect([edge.context, edge.tokens]).toEqual([{ before: [], after: [] }, ["Leeds"]]);
    expect(finding({ start: 2, end: 3 }).context.before).toEqual(["a"]);
  });

  it("turns log odds into a score, at both ends too", () => {
    expect(finding({ logOdds: 0 }).score).toBe(0.5);
    expect(finding({ logOdds: 2 }).score).toBeCloseTo(1 / (1 + Math.exp(-2)), 15);
    expect([finding({ logOdds: 1000 }).score, finding({ logOdds: -1000 }).score]).toEqual([1, 0]);
  });

  it("tells the share of the reference loss, and 0 where there is no loss to share", () => {
    expect(finding().share).toBe(0.05);
    expect(finding({}, corpus, 0).share).toBe(0);
    const none = finding({ signals: sweepSignals(0, 0, 0, 1) }).share;
    // Not −0, which prints as "-0".
    expect(Object.is(none, 0)).toBe(true);
  });

  test.each([
    ["X", "Y", "label"],
    ["X", "O", "spurious"],
    ["O", "X", "missed"],
    ["X", "X", "label"],
  ])("%s → %s is of the kind %s", (label, suggestion, kind) => {
    expect(finding({ label, proposal: whole(suggestion) })).toMatchObject({ kind, rule: `segment/${kind}` });
  });

  test.each<[string, Proposal, string, string]>([
    ["X", { start: 9, end: 12, segments: [{ start: 9, end: 12, label: "X" }] }, "span", "X"],
    ["X", { start: 10, end: 12, segments: [{ start: 11, end: 12, label: "Y" }] }, "span", "Y"],
    // Of two, the one that covers more of it.
    ["X", { start: 10, end: 15, segments: [place(10, 11, "Y"), place(11, 15, "Z")] }, "span", "Y"],
    ["O", { start: 9, end: 12, segments: [place(9, 12, "X")] }, "missed", "X"],
    // A segment beside the candidate leaves nothing in its place.
    ["X", { start: 10, end: 14, segments: [place(12, 14, "Y")] }, "spurious", "O"],
  ])("%s → %j is of the kind %s and suggests %s", (label, proposal, kind, suggestion) => {
    expect(finding({ label, proposal })).toMatchObject({ kind, suggestion, rule: `segment/${kind}` });
  });

  it("suggests what stands there where there is no other way", () => {
    expect(finding({ proposal: null })).toMatchObject({
      kind: "label",
      suggestion: "X",
      replacement: { start: 9, end: 11, segments: [{ start: 9, end: 11, label: "X" }] },
    });
  });

  it("counts a replacement's tokens from the sentence's first", () => {
    const proposal = { start: 8, end: 13, segments: [place(8, 9, "Y"), place(10, 13, "X")] };
    expect(finding({ proposal }).replacement).toEqual({
      ...{ start: 7, end: 12 },
      segments: [
        { start: 7, end: 8, label: "Y" },
        { start: 9, end: 12, label: "X" },
      ],
    });
  });

  it("gives the suggestion as segments in the place of those that stand there", () => {
    expect(finding().replacement).toEqual({ start: 9, end: 11, segments: [{ start: 9, end: 11, label: "Y" }] });
    expect(finding({ proposal: whole("O") }).replacement).toEqual({ start: 9, end: 11, segments: [] });
  });
});

describe("fingerprints", () => {
  it("outlive sentences put before, a new name of the file, and labels elsewhere", () => {
    const later = corpusFrom([long, short, [["new", "B-X"]], long], "renamed.conll");
    const offset = later.sentenceStart[3] - 1;
    const moved = finding({ sentence: 3, start: 10 + offset, end: 12 + offset }, later);
    expect(moved.line).toBeGreaterThan(finding().line);
    expect(moved.fingerprint).toBe(finding().fingerprint);
    const relabelled = corpusFrom([short, long.map(([word, tag]) => [word, word === "a" ? "B-Y" : tag])]);
    expect(finding({}, relabelled).fingerprint).toBe(finding().fingerprint);
  });

  it("differ by span, label as it stands and every word of the sentence", () => {
    const reworded = corpusFrom([short, long.map(([word, tag]) => [word === "t" ? "T" : word, tag])]);
    const prints = [
      finding(),
      finding({ end: 13 }),
      finding({ start: 9 }),
      finding({ label: "Z" }),
      // The last word lies beyond the eight that are shown.
      finding({}, reworded),
    ].map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
    for (const print of prints) expect(print).toMatch(/^[0-9a-f]{16}$/);
  });

  it("do not depend on scores or suggestion, so verdicts outlive a tagger that changes its mind", () => {
    const other = findingOf(corpus, judgedOf({ logOdds: -9, proposal: whole("W") }), 3, { reason: sampleReason });
    expect(other.fingerprint).toBe(finding().fingerprint);
    expect(finding({ proposal: whole("O") }).fingerprint).toBe(finding().fingerprint);
  });
});

describe("tagFinding", () => {
  const broken = corpusFrom(
    [
      short,
      [
        ["in", "O"],
        ["New", "I-LOC"],
        ["York", "I-LOC"],
      ],
    ],
    "train.conll",
  );
  const [place] = tagFixes(broken, readSegments(broken, "BIO").illFormed);

  it("is certain, and tells the tag and the well-formed one", () => {
    expect(tagFinding(broken, place, undefined, 10)).toMatchObject({
      ...{ score: 1, kind: "ill-formed", line: 4, endLine: 4, sentence: 1, start: 1, end: 2 },
      ...{ tokens: ["New"], label: "I-LOC", suggestion: "B-LOC", replacement: null, share: 0, opposes: [] },
      context: { before: ["in"], after: ["York"] },
    });
  });

  it("bears the signals of the segment that it stands in", () => {
    const segment = judgedOf({ sentence: 1, start: 2, end: 4 });
    const { signals, share } = tagFinding(broken, place, segment, 10);
    expect(signals).toEqual(segment.signals);
    expect(share).toBeCloseTo(-(segment.signals.influence ?? 0) / 10, 12);
  });
});
