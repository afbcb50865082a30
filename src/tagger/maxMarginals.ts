import type { Chains } from "../kernels/types.js";
import { traceBack } from "./decode.js";
import { type Scores, tokenLogits } from "./scores.js";

/**
 * Max-marginals of one sentence at a time: for every token t and label c, the score of the best tagging with y_t = c, by one Viterbi
 * pass each way,
 *
 *     δ_t(c) = logit_t[c] + max_c' (δ_{t−1}(c') + A[c', c])      ε_t(c) = max_c' (A[c, c'] + logit_{t+1}[c'] + ε_{t+1}(c'))
 *     max_{y: y_t = c} s(y, x) = δ_t(c) + ε_t(c)
 *
 * Tokens count from the sentence's first. Ties go to the label that comes first.
 */
export class MaxMarginals {
  private room = 0;
  private delta = new Float64Array(0);
  private epsilon = new Float64Array(0);
  private back = new Int32Array(0);
  private ahead = new Int32Array(0);
  private logits = new Float64Array(0);
  private length = 0;

  constructor(
    private readonly chains: Chains,
    private readonly scores: Scores,
  ) {}

  /** Turns to the sentence of the tokens [start, end). */
  load(start: number, end: number): void {
    const { labels: C, stride } = this.chains;
    this.length = end - start;
    if (this.length > this.room) {
      this.room = 2 * this.length;
      [this.delta, this.epsilon] = [new Float64Array(this.room * C), new Float64Array(this.room * C)];
      [this.back, this.ahead] = [new Int32Array(this.room * C), new Int32Array(this.room * C)];
      this.logits = new Float64Array(this.room * stride);
    }
    for (let i = 0; i < this.length; i++) tokenLogits(this.chains, this.scores, start + i, this.logits, i * stride);
    this.forward();
    this.backward();
  }

  /** The score of the best tagging with this label at this token. */
  at(token: number, label: number): number {
    const i = token * this.chains.labels + label;
    return this.delta[i] + this.epsilon[i];
  }

  /** The label before and the one after a label at a token, in the best tagging that has it; −1 outside the sentence. */
  before(token: number, label: number): number {
    return token === 0 ? -1 : this.back[token * this.chains.labels + label];
  }
  after(token: number, label: number): number {
    return token + 1 === this.length ? -1 : this.ahead[token * this.chains.labels + label];
  }

  /** Writes the best tagging of all, as `viterbi` has it, to best[from …]. */
  best(best: Int32Array, from: number): void {
    const { labels: C } = this.chains;
    const { delta, back, length } = this;
    traceBack(delta.subarray((length - 1) * C, length * C), back, best.subarray(from, from + length));
  }

  private forward(): void {
    const { labels: C, stride } = this.chains;
    const { delta, back, logits } = this;
    const { transitions } = this.scores;
    for (let c = 0; c < C; c++) delta[c] = logits[c];
    for (let i = 1; i < this.length; i++) {
      const [from, to] = [(i - 1) * C, i * C];
      for (let c = 0; c < C; c++) {
        let most = Number.NEGATIVE_INFINITY;
        let best = 0;
        for (let p = 0; p < C; p++) {
          const score = delta[from + p] + transitions[p * stride + c];
          if (score > most) {
            most = score;
            best = p;
          }
        }
        back[to + c] = best;
        delta[to + c] = most + logits[i * stride + c];
      }
    }
  }

  private backward(): void {
    const { labels: C, stride } = this.chains;
    const { epsilon, ahead, logits } = this;
    const { transitions } = this.scores;
    epsilon.fill(0, (this.length - 1) * C, this.length * C);
    for (let i = this.length - 2; i >= 0; i--) {
      const [from, to] = [(i + 1) * C, i * C];
      for (let c = 0; c < C; c++) {
        let most = Number.NEGATIVE_INFINITY;
        let best = 0;
        for (let next = 0; next < C; next++) {
          const score = transitions[c * stride + next] + logits[(i + 1) * stride + next] + epsilon[from + next];
          if (score > most) {
            most = score;
            best = next;
          }
        }
        ahead[to + c] = best;
        epsilon[to + c] = most;
      }
    }
  }
}
