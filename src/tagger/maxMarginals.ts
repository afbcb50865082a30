import type { Chains } from "../kernels/types.js";
import { type Scores, tokenLogits } from "./scores.js";

/** The best tagging of a sentence among those in which one token bears another tag than `apart`. */
export interface BestOther {
  /** log p(y°) / p(ŷ), of this tagging and of the best one of all; at most 0. */
  readonly logRatio: number;
  /** The tag at each token from `from` on, the token itself among them, as far as `goesOn` reaches on either side. */
  readonly from: number;
  readonly numbers: number[];
}

/**
 * For every token, the best tagging of its sentence in which the token does not bear `apart` (max-marginals, by one Viterbi pass
 * each way):
 *
 *     δ_t(c) = logit_t[c] + max_c' (δ_{t−1}(c') + A[c', c])      ε_t(c) = max_c' (A[c, c'] + logit_{t+1}[c'] + ε_{t+1}(c'))
 *     log p(y°_t) / p(ŷ) = max_{c ≠ apart} (δ_t(c) + ε_t(c)) − max_c (δ_t(c) + ε_t(c))
 *
 * @param apart a label index
 * @param isAsked whether a token's is to be told
 * @param least log ratio below which a token is passed over
 * @param goesOn C × C, 1 where what covers the token reaches from a label to the next
 */
export function bestOthers(
  chains: Chains,
  scores: Scores,
  { apart, least, isAsked, goesOn }: OthersOptions,
  tell: (token: number, other: BestOther) => void,
): void {
  const { labels: C, stride, sentenceStart } = chains;
  const { transitions } = scores;
  const logits = new Float64Array(stride);
  let room = 0;
  let [delta, epsilon] = [new Float64Array(0), new Float64Array(0)];
  let [back, ahead] = [new Int32Array(0), new Int32Array(0)];
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    const start = sentenceStart[k];
    const n = sentenceStart[k + 1] - start;
    if (n > room) {
      room = 2 * n;
      [delta, epsilon] = [new Float64Array(room * C), new Float64Array(room * C)];
      [back, ahead] = [new Int32Array(room * C), new Int32Array(room * C)];
    }
    for (let i = 0; i < n; i++) {
      tokenLogits(chains, scores, start + i, logits, 0);
      for (let c = 0; c < C; c++) {
        let best = i === 0 ? 0 : Number.NEGATIVE_INFINITY;
        for (let p = 0; i > 0 && p < C; p++) {
          const score = delta[(i - 1) * C + p] + transitions[p * stride + c];
          if (score > best) [best, back[i * C + c]] = [score, p];
        }
        delta[i * C + c] = best + logits[c];
      }
    }
    for (let i = n - 1; i >= 0; i--) {
      if (i + 1 < n) tokenLogits(chains, scores, start + i + 1, logits, 0);
      for (let c = 0; c < C; c++) {
        let best = i + 1 === n ? 0 : Number.NEGATIVE_INFINITY;
        for (let next = 0; i + 1 < n && next < C; next++) {
          const score = transitions[c * stride + next] + logits[next] + epsilon[(i + 1) * C + next];
          if (score > best) [best, ahead[i * C + c]] = [score, next];
        }
        epsilon[i * C + c] = best;
      }
    }
    for (let i = 0; i < n; i++) {
      if (!isAsked(start + i)) continue;
      let [most, other, chosen] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, -1];
      for (let c = 0; c < C; c++) {
        const total = delta[i * C + c] + epsilon[i * C + c];
        most = Math.max(most, total);
        if (c !== apart && total > other) [other, chosen] = [total, c];
      }
      if (chosen < 0 || other - most < least) continue;
      const numbers = [chosen];
      let from = i;
      for (let previous: number; from > 0; from--) {
        previous = back[from * C + numbers[0]];
        if (!goesOn[previous * C + numbers[0]]) break;
        numbers.unshift(previous);
      }
      for (let at = i, last = chosen; at + 1 < n; at++) {
        const next = ahead[at * C + last];
        if (!goesOn[last * C + next]) break;
        numbers.push(next);
        last = next;
      }
      tell(start + i, { logRatio: other - most, from: start + from, numbers });
    }
  }
}

export interface OthersOptions {
  readonly apart: number;
  readonly least: number;
  readonly goesOn: Uint8Array;
  isAsked(token: number): boolean;
}
