import type { Corpus } from "../../src/corpus/index.js";
import type { Encoded } from "../../src/features/encode.js";
import type { FeatureSpace } from "../../src/features/space.js";

/** One sentence as rows of cells. */
export type Rows = readonly (readonly string[])[];

/** The sentences of a corpus: at each token the cells of its columns from the left, the first being the word. */
export function sentencesOf({ sentenceStart, columns, words }: Corpus): string[][][] {
  const read = [words, ...[...columns.entries()].sort(([a], [b]) => a - b).flatMap(([n, c]) => (n > 0 ? [c] : []))];
  return Array.from({ length: sentenceStart.length - 1 }, (_, k) =>
    Array.from({ length: sentenceStart[k + 1] - sentenceStart[k] }, (_x, i) =>
      read.map((column) => column.values[column.ids[sentenceStart[k] + i]]),
    ),
  );
}

/** A cell, or CRF++'s pad beyond the sentence. */
export function cell(rows: Rows, i: number, column: number): string {
  if (i < 0) return `_B-${-i}`;
  return i < rows.length ? rows[i][column] : `_B+${i - rows.length + 1}`;
}

const kind = (c: string) =>
  /\p{Lu}|\p{Lt}/u.test(c) ? "X" : /\p{Ll}/u.test(c) ? "x" : /\p{Nd}/u.test(c) ? "d" : /\p{L}/u.test(c) ? "c" : c;

function capitals(word: string): string {
  const kinds = Array.from(word, kind);
  const letters = kinds.filter((k) => k === "X" || k === "x" || k === "c").join("");
  if (letters === "") return kinds.includes("d") ? "digits" : "symbols";
  if (!letters.includes("X")) return "lower";
  if (!letters.includes("x")) return "upper";
  return letters.lastIndexOf("X") === 0 ? "title" : "mixed";
}

/** The features of token i under the default templates, written out one by one. */
export function defaultFeatures(rows: Rows, i: number): string[] {
  const found: string[] = [];
  for (const offset of [-2, -1, 0, 1, 2]) {
    const at = i + offset;
    const word = cell(rows, at, 0);
    const isPad = at < 0 || at >= rows.length;
    found.push(`w[${offset}]=${word}`);
    found.push(`lower[${offset}]=${isPad ? word : word.toLowerCase()}`);
    found.push(`shape[${offset}]=${isPad ? word : Array.from(word, kind).join("")}`);
    found.push(`caps[${offset}]=${isPad ? word : capitals(word)}`);
  }
  const letters = Array.from(rows[i][0]);
  const kinds = letters.map(kind);
  found.push(`short[0]=${kinds.filter((k, j) => k !== kinds[j - 1]).join("")}`);
  for (let n = 1; n <= 4 && n < letters.length; n++) {
    found.push(`p${n}[0]=${letters.slice(0, n).join("")}`, `s${n}[0]=${letters.slice(-n).join("")}`);
  }
  return found;
}

/** The names of the features that an encoded corpus gives each token, sorted. */
export function encodedFeatures(
  { tokens, groups, tokenBlocks, blockStart, blockFeatures }: Encoded,
  space: FeatureSpace,
) {
  return Array.from({ length: tokens }, (_, t) =>
    Array.from(tokenBlocks.subarray(t * groups, (t + 1) * groups))
      .flatMap((b) => Array.from(blockFeatures.subarray(blockStart[b], blockStart[b + 1]), (f) => space.name(f)))
      .sort(),
  );
}
