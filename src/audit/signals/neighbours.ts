import type { Corpus } from "../../corpus/types.js";
import { lookUp } from "../../features/embeddings/lookup.js";
import type { VectorTable } from "../../features/embeddings/table.js";
import { scaleTo } from "../../features/vectors.js";
import type { Candidates } from "../candidates/candidates.js";
import { total } from "./variation.js";

/** Neighbours asked, k. */
const NEAREST = 10;
/** Comparisons of two vectors, at most: beyond it every text is compared with an even sample of the others. */
const MOST_PAIRS = 1e8;

/**
 * How the nearest texts are labelled: with s a candidate's distinct text (its words in lower case), e_s the mean of its
 * words' vectors, each of length 1, and N(s) the k texts other than s whose cosine with e_s is largest,
 *
 *     neighbours(S) = 1/k Σ_{s' ∈ N(s)} (share of the candidates of text s' that do not bear S's label)
 *
 * after the k-nearest-neighbour entropy of Grivas et al. 2020 (Not a cute stroke), here of static word vectors. The same text
 * elsewhere is what `variation` looks at.
 *
 * @returns of each candidate a share from 0 to 1; NaN where no word of it has a vector
 */
export function neighboursSignal(corpus: Corpus, candidates: Candidates, table: VectorTable): Float64Array {
  const { count, label } = candidates;
  const { textOf, vectors, counts } = textsOf(corpus, candidates, table);
  const D = table.dimension;
  const texts = counts.length;
  const pool = sample(texts, Math.max(NEAREST + 1, Math.floor(MOST_PAIRS / Math.max(1, texts))));
  const nearest = Array.from({ length: texts }, (_, s) => nearestTo(s, vectors, D, pool));
  const share = new Map<number, number>();
  const labels = candidates.labels.length + 1;
  return Float64Array.from({ length: count }, (_, i) => {
    const s = textOf[i];
    if (s < 0 || nearest[s].length === 0) return Number.NaN;
    const key = s * labels + label[i] + 1;
    const known = share.get(key);
    if (known !== undefined) return known;
    const others = nearest[s].map((other) => 1 - (counts[other].get(label[i]) ?? 0) / total(counts[other]));
    const value = others.reduce((sum, x) => sum + x, 0) / others.length;
    share.set(key, value);
    return value;
  });
}

interface Texts {
  /** Of each candidate, the number of its text; −1 where no word has a vector. */
  readonly textOf: Int32Array;
  /** texts × D, rows of length 1. */
  readonly vectors: Float32Array;
  /** Of each text, how often it stands with each label. */
  readonly counts: readonly ReadonlyMap<number, number>[];
}

function textsOf(corpus: Corpus, { count, start, end, label }: Candidates, table: VectorTable): Texts {
  const { ids, values } = corpus.words;
  const D = table.dimension;
  const words = lookUp(table, values);
  const unit = words.rows;
  for (let r = 0; r * D < unit.length; r++) scaleTo(1, unit.subarray(r * D, (r + 1) * D));
  const numbers = new Map<string, number>();
  const counts: Map<number, number>[] = [];
  const rows: Float64Array[] = [];
  /** e_s, not scaled: the sum of the vectors of its words. */
  const sumOf = (tokens: Int32Array): Float64Array => {
    const sum = new Float64Array(D);
    for (const id of tokens) {
      const row = words.rowOf[id];
      if (row >= 0) for (let d = 0; d < D; d++) sum[d] += unit[row * D + d];
    }
    return sum;
  };
  /** The number of a text that is new; −1 where no word of it has a vector. */
  const numbered = (tokens: Int32Array): number => {
    const sum = sumOf(tokens);
    if (!(scaleTo(1, sum) > 0)) return -1;
    counts.push(new Map());
    return rows.push(sum) - 1;
  };
  const textOf = Int32Array.from({ length: count }, (_, i) => {
    const tokens = ids.subarray(start[i], end[i]);
    const text = Array.from(tokens, (id) => values[id])
      .join("\n")
      .toLowerCase();
    const number = numbers.get(text) ?? numbered(tokens);
    numbers.set(text, number);
    if (number >= 0) counts[number].set(label[i], (counts[number].get(label[i]) ?? 0) + 1);
    return number;
  });
  const vectors = new Float32Array(rows.length * D);
  for (const [s, row] of rows.entries()) vectors.set(row, s * D);
  return { textOf, vectors, counts };
}

/** `size` of the numbers below n, evenly spread; all where there are no more. */
function sample(n: number, size: number): Int32Array {
  const many = Math.min(n, size);
  return Int32Array.from({ length: many }, (_, i) => Math.floor((i * n) / many));
}

/** The k texts of the pool whose cosine with s is largest, s itself apart; the first of those that tie. */
function nearestTo(s: number, vectors: Float32Array, D: number, pool: Int32Array): number[] {
  const found: { readonly text: number; readonly cosine: number }[] = [];
  const own = vectors.subarray(s * D, (s + 1) * D);
  for (const text of pool) {
    if (text === s) continue;
    let cosine = 0;
    for (let d = 0, at = text * D; d < D; d++, at++) cosine += own[d] * vectors[at];
    if (found.length === NEAREST && cosine <= found[NEAREST - 1].cosine) continue;
    let place = found.length;
    while (place > 0 && found[place - 1].cosine < cosine) place--;
    found.splice(place, 0, { text, cosine });
    if (found.length > NEAREST) found.pop();
  }
  return found.map(({ text }) => text);
}
