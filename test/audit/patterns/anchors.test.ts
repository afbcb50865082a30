import { AnchorReader, Anchors, WIDTH } from "../../../src/audit/patterns/anchors.js";
import { corpusOf } from "../../evaluation/findings/helpers.js";
import { corpusFrom } from "../../helpers/corpora.js";

function anchorsAt(text: string, start: number, end: number, sentence = 0) {
  const anchors = new Anchors();
  const reader = new AnchorReader(corpusOf(text), anchors, true);
  return Object.fromEntries(reader.of(sentence, start, end).map((id) => [anchors.kinds[id], anchors.values[id]]));
}

it("are what a segment is made of and what stands beside it", () => {
  expect(anchorsAt("In/O Bank/B-X of/I-X England/I-X he/O", 1, 4)).toEqual({
    ...{ lower: "bank of england", first: "bank", last: "england", suffix: "and", shape: "capitalised words" },
    ...{ previous: "in", next: "he", section: "1–5" },
  });
});

it.each([
  ["Leeds", "a capitalised word"],
  ["USA", "in capitals"],
  ["paris", "in lower case"],
  ["F16", "with digits"],
  ["...", "without letters"],
])("%s is written %s", (word, shape) => expect(anchorsAt(`${word}/B-X`, 0, 1).shape).toBe(shape));

it("nothing stands beside a sentence's ends, whatever the sentence next to it", () => {
  expect(anchorsAt("a/O | b/B-X | c/O", 1, 2, 1)).toMatchObject({ previous: "", next: "" });
});

it("are places by document where these are marked, else by twentieths of the file that cover it", () => {
  const corpus = corpusFrom(Array.from({ length: 47 }, (_, k) => [[`w${k}`, "B-X"]]));
  const anchors = new Anchors();
  const reader = new AnchorReader(corpus, anchors, true);
  const sections = Array.from({ length: 47 }, (_, k) => {
    const id = reader.of(k, k, k + 1).find((one) => anchors.kinds[one] === "section") as number;
    return anchors.values[id].split("–").map(Number);
  });
  sections.forEach(([from, to], k) => {
    expect(corpus.lines[k]).toBeGreaterThanOrEqual(from);
    expect(corpus.lines[k]).toBeLessThanOrEqual(to);
  });
  const marked = { ...corpus, documents: new Int32Array(47), documentIds: ["news"] };
  const ids = new AnchorReader(marked, anchors, true).of(3, 3, 4);
  expect(ids.map((id) => anchors.values[id])).toContain("news");
  const elsewhere = new AnchorReader(marked, anchors, false).of(3, 3, 4);
  expect(elsewhere).toEqual(ids.slice(0, -1));
  expect(ids.length).toBeLessThanOrEqual(WIDTH);
});

it("of single tokens are the same, counted faster, where they are known", () => {
  const corpus = corpusOf("At/O Leeds/B-X 7/O | Leeds/B-X won/O at/O 1/O | at/O Leeds/B-X won/O");
  const anchors = new Anchors();
  const reader = new AnchorReader(corpus, anchors, true);
  const known = new Set([...reader.of(0, 1, 2), ...reader.of(1, 3, 4)]);
  const sentenceOf = (token: number) => (token < 3 ? 0 : token < 7 ? 1 : 2);
  for (const chosen of [[0], [1], [3], [5], [0, 1, 3, 5, 7, 8, 9], []]) {
    const counted = new Map<number, number>();
    const total = reader.countTokens(
      (token) => chosen.includes(token),
      (anchor, tokens) => counted.set(anchor, (counted.get(anchor) ?? 0) + tokens),
    );
    const slowly = new Map<number, number>();
    for (const token of chosen) {
      for (const anchor of new AnchorReader(corpus, anchors, true).of(sentenceOf(token), token, token + 1)) {
        if (known.has(anchor)) slowly.set(anchor, (slowly.get(anchor) ?? 0) + 1);
      }
    }
    const sorted = (counts: Map<number, number>) =>
      [...counts].filter(([id]) => known.has(id)).sort(([a], [b]) => a - b);
    expect(total).toBe(chosen.length);
    expect(sorted(counted)).toEqual(sorted(slowly));
    expect(sorted(counted).length).toBeGreaterThanOrEqual(Math.min(2, chosen.length));
  }
});
