import type { VectorTable } from "./table.js";

/** The vectors of some words. */
export interface WordVectors {
  readonly dimension: number;
  /** VectorTable's digest. */
  readonly digest: string;
  /** Length of the word list: the row of each word's vector, −1 without one. */
  readonly rowOf: Int32Array;
  /** rows × dimension. */
  readonly rows: Float64Array;
}

/**
 * Looks words up as they stand, else in lower case (GloVe's vocabulary is lower-cased). Where a table holds a word twice,
 * the first counts.
 */
export function lookUp(table: VectorTable, words: readonly string[]): WordVectors {
  const { dimension, digest, values } = table;
  const wanted = new Map<string, number>();
  for (const word of words) {
    wanted.set(word, -1);
    wanted.set(word.toLowerCase(), -1);
  }
  const { text, wordStart, count } = table;
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  for (let i = 0; i < count; i++) {
    const word = bytes.toString("utf8", wordStart[i], wordStart[i + 1]);
    if (wanted.get(word) === -1) wanted.set(word, i);
  }
  const rowOf = new Int32Array(words.length);
  const entries = new Map<number, number>();
  words.forEach((word, w) => {
    const exact = wanted.get(word) as number;
    const entry = exact >= 0 ? exact : (wanted.get(word.toLowerCase()) as number);
    if (entry >= 0 && !entries.has(entry)) entries.set(entry, entries.size);
    rowOf[w] = entry >= 0 ? (entries.get(entry) as number) : -1;
  });
  const rows = new Float64Array(entries.size * dimension);
  for (const [entry, row] of entries) {
    rows.set(values.subarray(entry * dimension, (entry + 1) * dimension), row * dimension);
  }
  return { dimension, digest, rowOf, rows };
}
