import type { Corpus } from "../../corpus/types.js";
import type { Candidates } from "../candidates/candidates.js";
import { caseless } from "../caseless.js";
import { coefficients } from "../coefficients/coefficients.js";

const FEATURES = coefficients.features;

/** What a systematic error can be tied to: candidates of one label that have this in common are a group. */
export const ANCHORS = ["previous", "next", "head", "first", "document"] as const;
export type Anchor = (typeof ANCHORS)[number];

/**
 * Group evidence: a systematic error occurs in many places, and the evidence of one candidate is evidence for the others of its
 * group. With q_j the probability that candidate j is wrong, m its mean over all candidates, and n those
 * that have label and anchor in common with i (i itself not counted), it is the log of how many times the share of wrong
 * ones is larger in i's group than at large,
 *
 *     c_i = log (Σ_{j≠i} q_j + κ m) / ((n + κ) m)          κ = 5
 *
 * the mean of the share's posterior under a prior worth κ group members. However strong single members are, a group of
 * which half is wrong gives even odds that i is, and no more.
 *
 * @param q of each candidate
 * @param group the group of each candidate, as a number
 */
export function groupEvidence(q: Float64Array, group: Int32Array): Float64Array {
  const count = q.length;
  if (count === 0) return new Float64Array(0);
  const m = Math.max(FEATURES.groupLeastMean, q.reduce((sum, x) => sum + x, 0) / count);
  const groups = group.reduce((most, g) => Math.max(most, g), 0) + 1;
  const size = new Float64Array(groups);
  const sum = new Float64Array(groups);
  for (let i = 0; i < count; i++) {
    size[group[i]]++;
    sum[group[i]] += q[i];
  }
  return q.map((own, i) => {
    const g = group[i];
    // Rounding must not make the sum of the others negative.
    return Math.log((Math.max(0, sum[g] - own) + FEATURES.groupPrior * m) / ((size[g] - 1 + FEATURES.groupPrior) * m));
  });
}

/**
 * The group of each candidate under an anchor: numbers from 0.
 *
 * @param lower of each word of the corpus, a number that it shares with words that differ in case alone
 */
export function groupsOf(
  anchor: Anchor,
  corpus: Corpus,
  candidates: Candidates,
  lower = caseless(corpus.words.values).of,
): Int32Array {
  const { count, label } = candidates;
  const value = valuesOf(anchor, corpus, candidates, lower);
  const numbers = new Map<number, number>();
  const width = value.reduce((most, v) => Math.max(most, v), 0) + 2;
  const group = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const key = (label[i] + 1) * width + value[i] + 1;
    let number = numbers.get(key);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(key, number);
    }
    group[i] = number;
  }
  return group;
}

/** Of each candidate, the anchor's value as a number from −1: a word in lower case, or a document. */
function valuesOf(anchor: Anchor, corpus: Corpus, { sentence, start, end }: Candidates, lower: Int32Array): Int32Array {
  const { sentenceStart, documents, documentIds, words } = corpus;
  // Sentences in no document form no group.
  if (anchor === "document") return sentence.map((k, i) => (documents[k] < 0 ? documentIds.length + i : documents[k]));
  const token = {
    previous: (i: number) => start[i] - 1,
    next: (i: number) => end[i],
    head: (i: number) => end[i] - 1,
    first: (i: number) => start[i],
  }[anchor];
  return start.map((_, i) => {
    const t = token(i);
    const isInside = t >= sentenceStart[sentence[i]] && t < sentenceStart[sentence[i] + 1];
    return isInside ? lower[words.ids[t]] : -1;
  });
}
