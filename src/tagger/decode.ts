import type { Chains } from "../kernels/types.js";
import { type Scores, tokenLogits } from "./scores.js";

/**
 * The best label sequence of every sentence, argmax_y s(y, x), by the Viterbi recursion
 *
 *     δ_t(c) = logit_t[c] + max_c' (δ_{t−1}(c') + A[c', c])
 *
 * Ties go to the label that comes first. Returns N label indices.
 */
export function viterbi(chains: Chains, scores: Scores): Int32Array {
  const { labels: C, stride, sentenceStart, tokens } = chains;
  const { transitions } = scores;
  const best = new Int32Array(tokens);
  const back = new Int32Array(longest(sentenceStart) * C);
  const logits = new Float64Array(stride);
  let delta = new Float64Array(C);
  let next = new Float64Array(C);
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    const start = sentenceStart[k];
    const end = sentenceStart[k + 1];
    for (let t = start; t < end; t++) {
      tokenLogits(chains, scores, t, logits, 0);
      if (t === start) for (let c = 0; c < C; c++) next[c] = logits[c];
      else {
        const from = (t - start) * C;
        for (let c = 0; c < C; c++) {
          let most = Number.NEGATIVE_INFINITY;
          let before = 0;
          for (let p = 0; p < C; p++) {
            const score = delta[p] + transitions[p * stride + c];
            if (score > most) {
              most = score;
              before = p;
            }
          }
          next[c] = most + logits[c];
          back[from + c] = before;
        }
      }
      const last = delta;
      delta = next;
      next = last;
    }
    traceBack(delta, back, best.subarray(start, end));
  }
  return best;
}

/**
 * Writes the best labels of a sentence, from the last token to the first. Ties go to the label that comes first.
 *
 * @param delta length C: δ of the last token
 * @param back T × C: the label before each label of a token, on the best way there
 * @param best length T
 */
export function traceBack(delta: ArrayLike<number>, back: ArrayLike<number>, best: Int32Array): void {
  const C = delta.length;
  let label = 0;
  for (let c = 1; c < C; c++) if (delta[c] > delta[label]) label = c;
  for (let t = best.length - 1; t >= 0; t--) {
    best[t] = label;
    label = back[t * C + label];
  }
}

function longest(sentenceStart: ArrayLike<number>): number {
  let most = 0;
  for (let k = 0; k + 1 < sentenceStart.length; k++) most = Math.max(most, sentenceStart[k + 1] - sentenceStart[k]);
  return most;
}
