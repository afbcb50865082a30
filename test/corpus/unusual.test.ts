import { CorpusReader } from "../../src/corpus/reader.js";
import type { Corpus } from "../../src/corpus/types.js";
import { failure, read, shown } from "./helpers.js";

type Row = readonly [word: string, tag: string];

/** Forty sentences with a name of two tokens and one of one token. */
const SENTENCES: readonly (readonly Row[])[] = Array.from({ length: 40 }, (_, k) => {
  const name = ["Vesk", "Ostrava", "Calderby", "Elsin"][k % 4];
  const type = k % 3 === 0 ? "ORG" : "LOC";
  return [
    ["The", "O"],
    [k % 2 ? "mayor" : "road", "O"],
    ["of", "O"],
    ["Port", `B-${type}`],
    [name, `I-${type}`],
    ["met", "O"],
    ["Ines", "B-PER"],
    [".", "O"],
  ];
});

type Columns = (word: string, tag: string, at: { i: number; k: number; next: string }) => string;

function rows(row: Columns, after = "\n"): string {
  const sentence = (tokens: readonly Row[], k: number) =>
    tokens.map(([w, t], i) => `${row(w, t, { i, k, next: tokens[i + 1]?.[1] ?? "O" })}\n`).join("");
  return SENTENCES.map((tokens, k) => sentence(tokens, k) + after).join("");
}

const pos = (word: string) => (/^[A-Z]/.test(word) ? "NNP" : word === "." ? "." : word.length > 3 ? "NN" : "IN");
const columnsOf = ({ plan }: Corpus) => [plan?.tokens.title, plan?.labels?.title];
const SECOND = ["The/O", "mayor/O", "of/O", "Port/B-LOC", "Ostrava/I-LOC", "met/O", "Ines/B-PER", "./O"];

function readAs(name: string, text: string, options = {}): Corpus {
  const reader = new CorpusReader(name, options);
  reader.feed(Buffer.from(text));
  return reader.finish("digest");
}

describe("brackets", () => {
  const bracketed = ([open, star, close]: string) =>
    rows((w, t, { next }) => {
      const ends = !next.startsWith("I");
      if (t === "O") return `${w} ${pos(w)} ${star}`;
      const tag = t[0] === "I" ? star : open + t.slice(2) + (ends ? "" : star);
      return `${w} ${pos(w)} ${tag}${ends ? close : ""}`;
    });
  test.each(["(*)", "[*]", "{*}", "<*>", "(-)", "(_)"])("%s", async (signs) => {
    const corpus = await read(bracketed(signs));
    expect(shown(corpus)[1]).toEqual(SECOND);
    expect(corpus.foreign).toBeUndefined();
  });
});
