import { readSegments } from "../../src/corpus/index.js";
import { CorpusReader } from "../../src/corpus/reader.js";
import { parseLocation, pieceAt } from "../../src/explain/location.js";
import { segmentPieces, tokenPieces } from "../../src/influence/pieces.js";
import { corpusOf } from "../helpers/corpora.js";

const files = { train: "train.conll", reference: "dev.conll" };
const parse = (text: string) => parseLocation(text, files, (typed, file) => typed === file);

describe("--at", () => {
  it("names a line of either file", () => {
    expect(parse("dev.conll:12")).toEqual({ side: "reference", line: 12, endLine: null, token: null });
    expect(parse("train.conll:7")).toEqual({ side: "train", line: 7, endLine: null, token: null });
  });

  it("names a range of lines, or a token of a line", () => {
    expect(parse("train.conll:7-9")).toEqual({ side: "train", line: 7, endLine: 9, token: null });
    expect(parse("train.conll:7:0")).toEqual({ side: "train", line: 7, endLine: null, token: 0 });
  });

  it("names all of the reference by its name alone", () => {
    expect(parse("dev.conll")).toEqual({ side: "reference", line: null });
  });

  it("takes file names with colons", () => {
    const odd = parseLocation("C:\\dev.conll:3", { train: "t", reference: "C:\\dev.conll" }, (a, b) => a === b);
    expect(odd).toMatchObject({ side: "reference", line: 3 });
  });

  it.each([
    ["other.conll", "is not understood"],
    ["train.conll", "names no place in it; give train.conll:LINE"],
    ["dev.conll:0", "is not understood"],
    ["dev.conll:x", "is not understood"],
    ["dev.conll:9-7", "ends before it begins"],
    [
      "other.conll:3",
      "names other.conll, which is neither the training file nor the reference; give train.conll:3 or dev.conll:3",
    ],
  ])("refuses %s", (text, message) => expect(() => parse(text)).toThrow(message));
});

describe("a piece at a location", () => {
  const corpus = corpusOf("Leeds/B-ORG won/O in/O New/B-LOC York/I-LOC", "It/O rained/O", "on/O Anna/B-PER");
  const { segments } = readSegments(corpus, "BIO");
  const listed = Array.from({ length: segments.count }, (_, i) => ({
    sentence: segments.sentence[i],
    start: segments.start[i],
    end: segments.end[i],
    label: segments.labels[segments.label[i]],
  }));
  const pieces = segmentPieces(listed, corpus);
  const find = (line: number, token: number | null = null) =>
    pieceAt(pieces, corpus, { side: "train", line, endLine: null, token }, "segment");

  it("is the segment that has a token in the line", () => {
    expect([1, 4, 5, 11].map((line) => find(line).label)).toEqual(["ORG", "LOC", "LOC", "PER"]);
  });

  it("is told by the nearest ones where the line has none", () => {
    expect(() => find(2)).toThrow(
      "<test>:2: no segment in this line; the nearest: <test>:1 [ Leeds ] ORG, <test>:4 [ New York ] LOC, <test>:11 [ Anna ] PER; a range of lines names any span, LINE-LINE",
    );
    expect(() => find(6)).toThrow("no segment in this line");
    expect(() => find(99)).toThrow("no segment in this line");
  });

  it("is a token where tokens are asked for", () => {
    const at = { side: "train", line: 8, endLine: null, token: null } as const;
    expect(pieceAt(tokenPieces(corpus), corpus, at, "token").core).toEqual({ sentence: 1, start: 6, end: 7 });
  });

  it("is named by a token where a line is a whole sentence", () => {
    const reader = new CorpusReader("s.jsonl", { format: "jsonl" });
    reader.feed(Buffer.from('{"tokens": ["Leeds", "beat", "York"], "tags": ["B-ORG", "O", "B-ORG"]}\n'));
    const lines = reader.finish("digest");
    const found = readSegments(lines, "BIO").segments;
    const both = segmentPieces(
      [0, 1].map((i) => ({ sentence: 0, start: found.start[i], end: found.end[i], label: "ORG" })),
      lines,
    );
    const at = (token: number | null) =>
      pieceAt(both, lines, { side: "train", line: 1, endLine: null, token }, "segment");
    expect(at(2).core.start).toBe(2);
    expect(() => at(null)).toThrow(
      "s.jsonl:1: 2 segments in this line; name one of them by a token: s.jsonl:1:0 [ Leeds ] ORG, s.jsonl:1:2 [ York ] ORG",
    );
    expect(() => at(1)).toThrow("no segment");
    expect(() => at(3)).toThrow("s.jsonl:1: no token 3 in this sentence; it has the tokens 0 to 2");
  });
});
