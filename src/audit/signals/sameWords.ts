import type { Corpus } from "../../corpus/types.js";
import type { Candidates } from "../candidates/candidates.js";

/**
 * How the words of each candidate are labelled at the other candidates with the same words, spans without a segment among
 * them (variation nuclei: Dickinson & Meurers 2003, Detecting errors in part-of-speech annotation). Length `count`.
 */
export interface SameWords {
  readonly same: Float64Array;
  readonly other: Float64Array;
}

export function sameWordsOf(corpus: Corpus, candidates: Candidates): SameWords {
  const { count, start, end, label } = candidates;
  const keyOf = (i: number) => corpus.words.ids.subarray(start[i], end[i]).join();
  const labels = new Map<string, Map<number, number>>();
  for (let i = 0; i < count; i++) {
    const key = keyOf(i);
    const counts = labels.get(key) ?? new Map<number, number>();
    labels.set(key, counts);
    counts.set(label[i], (counts.get(label[i]) ?? 0) + 1);
  }
  const same = new Float64Array(count);
  const other = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    for (const [one, n] of labels.get(keyOf(i)) ?? []) (one === label[i] ? same : other)[i] += n;
    same[i]--;
  }
  return { same, other };
}

/** log (other + ½) / (same + ½): 0 where the words stand nowhere else. */
export function labelledOtherwise({ same, other }: SameWords): Float64Array {
  return same.map((n, i) => Math.log((other[i] + 0.5) / (n + 0.5)));
}

/** Share of the same words elsewhere that bear another label; NaN where they stand nowhere else. */
export function shareOtherwise({ same, other }: SameWords): Float64Array {
  return same.map((n, i) => (n + other[i] > 0 ? other[i] / (n + other[i]) : Number.NaN));
}
