import { type PlacedSegment, TagEncoder } from "../../../src/audit/suggestions/tagEncoder.js";
import { readSegments, SCHEMES, type Scheme, segmentTags } from "../../../src/corpus/index.js";
import { corpusFrom } from "../../helpers/corpora.js";
import { random } from "../../helpers/random.js";

const every = (letters: string) => ["O", ...["X", "Y"].flatMap((l) => Array.from(letters, (p) => `${p}-${l}`))];
const LETTERS: Record<Exclude<Scheme, "plain">, string> = {
  IO: "I",
  IOB1: "BI",
  BIO: "BI",
  BIOES: "BIES",
  BILOU: "BILU",
};
const tagsOf = (scheme: Scheme) => (scheme === "plain" ? ["NN", "VB", "O"] : every(LETTERS[scheme]));

/** The tags from the proposal's start on, as text; "none" where it cannot be spelled. */
function spelled(scheme: Scheme, stands: string, proposal: { start: number; end: number; segments: PlacedSegment[] }) {
  const tags = tagsOf(scheme);
  const { segments } = readSegments(corpusFrom([stands.split(" ").map((tag) => ["w", tag])]), scheme);
  let previous = -1;
  while (previous + 1 < segments.count && segments.end[previous + 1] <= proposal.start) previous++;
  const tagging = new TagEncoder(scheme, tags, segments).encode(proposal, 0, previous);
  return tagging ? tagging.numbers.map((number) => tags[number]).join(" ") : "none";
}

const place = (start: number, end: number, label: string): PlacedSegment => ({ start, end, label });

test.each<[Scheme, string]>([
  ["IO", "I-X I-X I-X"],
  ["IOB1", "I-X I-X I-X"],
  ["BIO", "B-X I-X I-X"],
  ["BIOES", "B-X I-X E-X"],
  ["BILOU", "B-X I-X L-X"],
])("%s spells a segment %s, and O around it", (scheme, tags) => {
  const stands = "O O O O O";
  expect(spelled(scheme, stands, { start: 0, end: 5, segments: [place(1, 4, "X")] })).toBe(`O ${tags} O`);
  expect(spelled(scheme, stands, { start: 1, end: 4, segments: [] })).toBe("O O O");
});

test("IOB1 opens with B after a segment of the same label, and marks the one that follows", () => {
  const y = place(1, 2, "Y");
  expect(spelled("IOB1", "I-X I-Y O", { start: 1, end: 2, segments: [place(1, 2, "X")] })).toBe("B-X");
  expect(spelled("IOB1", "I-X I-Y O", { start: 1, end: 2, segments: [y] })).toBe("I-Y");
  // Relabelled to Y, the middle segment would swallow the Y after it, but for a B.
  expect(spelled("IOB1", "O I-X I-Y", { start: 1, end: 2, segments: [y] })).toBe("I-Y B-Y");
  // And where it goes, the B of the one that follows goes too.
  expect(spelled("IOB1", "O I-X B-X I-X", { start: 1, end: 2, segments: [] })).toBe("O I-X");
  expect(spelled("IOB1", "I-X I-Y B-Y O", { start: 0, end: 2, segments: [place(0, 2, "Y")] })).toBe("I-Y I-Y B-Y");
});

test("IO cannot part two segments of one label", () => {
  expect(spelled("IO", "O I-X I-Y", { start: 1, end: 2, segments: [place(1, 2, "Y")] })).toBe("none");
  expect(spelled("IO", "I-X I-Y O", { start: 1, end: 2, segments: [place(1, 2, "X")] })).toBe("none");
  expect(spelled("IO", "O I-X I-X", { start: 1, end: 3, segments: [place(1, 2, "X"), place(2, 3, "X")] })).toBe("none");
  expect(spelled("IO", "O I-X I-X", { start: 1, end: 3, segments: [place(1, 2, "X"), place(2, 3, "Y")] })).toBe(
    "I-X I-Y",
  );
});

test("tags that the tagger has never seen are not suggested", () => {
  const { segments } = readSegments(
    corpusFrom([
      [
        ["w", "B-X"],
        ["w", "I-X"],
        ["w", "O"],
      ],
    ]),
    "BIO",
  );
  const tagEncoder = new TagEncoder("BIO", ["O", "B-X", "I-X", "B-Y"], segments);
  const spell = (end: number) => tagEncoder.encode({ start: 0, end, segments: [place(0, end, "Y")] }, 0, -1);
  expect(spell(1)).toEqual({ from: 0, numbers: [3] });
  expect(spell(2)).toBeNull();
});

test("plain tags have no outside", () => {
  expect(spelled("plain", "NN VB", { start: 1, end: 2, segments: [place(1, 2, "NN")] })).toBe("NN");
  expect(spelled("plain", "NN VB", { start: 1, end: 2, segments: [place(1, 2, "O")] })).toBe("O");
  expect(spelled("plain", "NN VB", { start: 1, end: 2, segments: [] })).toBe("none");
});

const chunked = SCHEMES.filter((scheme): scheme is Exclude<Scheme, "plain"> => scheme !== "plain");

test.each(chunked)("what %s spells is read back as the proposal says, beside all that stays", (scheme) => {
  const next = random(5);
  const pick = (n: number) => Math.floor(next() * n);
  const draw = (from: number, to: number) => {
    const drawn: PlacedSegment[] = [];
    for (let t = from + pick(2); t < to; t += pick(2)) {
      const end = Math.min(to, t + 1 + pick(2));
      drawn.push(place(t, end, "XY"[pick(2)]));
      t = end;
    }
    return drawn;
  };
  let unspellable = 0;
  for (let round = 0; round < 300; round++) {
    const stands = draw(0, 9);
    const bounds = [pick(9), pick(9)].sort((a, b) => a - b);
    const touched = stands.filter((one) => one.start < bounds[1] + 1 && bounds[0] < one.end);
    const start = Math.min(bounds[0], ...touched.map((one) => one.start));
    const end = Math.max(bounds[1] + 1, ...touched.map((one) => one.end));
    const before = stands.filter((one) => one.end <= start);
    const after = stands.filter((one) => one.start >= end);
    const segments = draw(start, end);
    const tags = tagsFrom(stands, scheme);
    if (tags === null) continue;
    const text = spelled(scheme, tags.join(" "), { start, end, segments });
    const expected = tagsFrom([...before, ...segments, ...after], scheme);
    if (text === "none") {
      unspellable++;
      expect(expected).toBeNull();
      continue;
    }
    const numbers = text.split(" ");
    expect([...tags.slice(0, start), ...numbers, ...tags.slice(start + numbers.length)]).toEqual(expected);
  }
  expect(unspellable > 0).toBe(scheme === "IO");
});

/** The tags of segments in a sentence of nine; null where IO would run two into one. */
function tagsFrom(segments: readonly PlacedSegment[], scheme: Scheme): string[] | null {
  const tags = new Array<string>(9).fill("O");
  let last: PlacedSegment | undefined;
  for (const one of segments) {
    const touches = last?.end === one.start && last.label === one.label;
    if (touches && scheme === "IO") return null;
    tags.splice(one.start, one.end - one.start, ...segmentTags(scheme, one.label, one.end - one.start, touches));
    last = one;
  }
  return tags;
}
