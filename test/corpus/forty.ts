import type { Corpus } from "../../src/corpus/types.js";

export type Row = readonly [word: string, tag: string];

/** Forty sentences with a name of two tokens and one of one token. */
export const SENTENCES: readonly (readonly Row[])[] = Array.from({ length: 40 }, (_, k) => {
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

export function rows(row: Columns, after = "\n"): string {
  const sentence = (tokens: readonly Row[], k: number) =>
    tokens.map(([w, t], i) => `${row(w, t, { i, k, next: tokens[i + 1]?.[1] ?? "O" })}\n`).join("");
  return SENTENCES.map((tokens, k) => sentence(tokens, k) + after).join("");
}

/** The same with more words. */
export const many = (row: Columns) =>
  rows((w, t, at) =>
    row(
      t === "O" && at.i === 1
        ? `${w}${"s".repeat(at.k)}`
        : t.startsWith("I")
          ? `${w}${"a".repeat(at.k)}`
          : t === "B-PER"
            ? `${w}${"i".repeat(at.k)}`
            : w,
      t,
      at,
    ),
  );

export const pos = (word: string) => (/^[A-Z]/.test(word) ? "NNP" : word === "." ? "." : word.length > 3 ? "NN" : "IN");
export const columnsOf = ({ plan }: Corpus) => [plan?.tokens.title, plan?.labels?.title];
export const SECOND = ["The/O", "mayor/O", "of/O", "Port/B-LOC", "Ostrava/I-LOC", "met/O", "Ines/B-PER", "./O"];
