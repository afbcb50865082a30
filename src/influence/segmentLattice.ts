import type { Chains, F64 } from "../kernels/types.js";
import { type Scores, tokenLogits } from "../tagger/scores.js";
import { ClampedChain } from "./clampedChain.js";
import type { Span } from "./spans.js";

/**
 * The clamped lattices of a corpus's segments under one weight vector. That of S = [a, b) is the chain over S alone, with
 * the gold labels just outside S held fixed (docs/method/influence.md, Segments). Its path weights are
 *
 *     exp( Σ_{t∈S} logit_t[y_t] + Σ_{a<t<b} A[y_{t−1}, y_t] + A[y_{a−1}, y_a] + A[y_{b−1}, y_b] )
 *
 * with the two boundary transitions folded into the first and the last token's logits (they are absent at the sentence's
 * ends); q is its distribution. Each method runs the recursions that it needs, over the segment's own tokens, and leaves
 * nothing behind for another.
 */
export class SegmentLattice {
  private readonly chain: ClampedChain;

  constructor(
    private readonly chains: Chains,
    private readonly scores: Scores,
  ) {
    this.chain = new ClampedChain(scores.labels, scores.stride, scores.transitions);
  }

  /** ℓ_S = −log p(y_S | y_−S, x) of the gold labels, nats. */
  loss(span: Span): number {
    return this.forward(span) - this.scoreOf(span, this.chains.gold, span.start, this.scores, this.chain.logits);
  }

  /** log p(y | y_−S, x) of each of some labellings of the segment. */
  logProbabilities(span: Span, labellings: readonly ArrayLike<number>[]): number[] {
    const logZ = this.forward(span);
    return labellings.map((y) => this.scoreOf(span, y, 0, this.scores, this.chain.logits) - logZ);
  }

  /** ℓ_S, and Δ(S) = v · g_S = E_q[v·Φ] − v·Φ(y_S) for a second weight vector v; nats. */
  influence(span: Span, v: Scores): { readonly loss: number; readonly influence: number } {
    const loss = this.loss(span);
    const expected = this.expectation(span, v);
    return { loss, influence: expected - this.scoreOf(span, this.chains.gold, span.start, v, this.chain.V) };
  }

  /**
   * q − δ(y_t) of a segment of one token t, length `stride`, and the gold labels next to it, −1 at a sentence's ends. The
   * array is the next call's too.
   */
  tokenError(span: Span): { readonly error: F64; readonly before: number; readonly after: number } {
    this.forward(span);
    const { alpha: error } = this.chain;
    error[this.chains.gold[span.start]] -= 1;
    const [before, after] = this.neighbours(span);
    return { error, before, after };
  }

  /**
   * Adds w g_S = w (E_q[Φ] − Φ(y_S)) in the form that the problem scatters: error rows (N × stride, at the segment's
   * tokens) and transitions (C × stride, boundary edges included).
   *
   * @param origin the token whose row comes first in `errors`
   */
  addGradient(span: Span, w: number, errors: F64, edges: F64, origin = 0): void {
    const { labels: C, stride } = this.scores;
    const { start, end } = span;
    const [before, after] = this.neighbours(span);
    const { gold } = this.chains;
    this.forward(span);
    this.chain.backward(end - start);
    const { alpha, beta, leave, totals, exponent } = this.chain;
    for (let t = end - 1; t >= start; t--) {
      const at = (t - start) * stride;
      const row = (t - origin) * stride;
      const mass = this.chain.mass(at);
      for (let c = 0; c < C; c++) {
        const q = (alpha[at + c] * beta[at + c]) / mass;
        errors[row + c] += w * q;
        if (t === start && before >= 0) edges[before * stride + c] += w * q;
        if (t === end - 1 && after >= 0) edges[c * stride + after] += w * q;
      }
      if (t === start) break;
      const total = totals[t - start];
      for (let d = 0; d < C; d++) {
        const scale = (w * alpha[at - stride + d]) / total;
        for (let c = 0; c < C; c++) edges[d * stride + c] += scale * exponent[d * stride + c] * leave[at + c];
      }
    }
    for (let t = start; t < end; t++) {
      errors[(t - origin) * stride + gold[t]] -= w;
      if (t > start) edges[gold[t - 1] * stride + gold[t]] -= w;
    }
    if (before >= 0) edges[before * stride + gold[start]] -= w;
    if (after >= 0) edges[gold[end - 1] * stride + after] -= w;
  }

  /**
   * Adds Cov_q(Φ) u, the derivative of E_q[Φ] along a direction u, in the same form:
   *
   *     dq_t(c) = q_t(c) (E_q[u·Φ | y_t = c] − E_q[u·Φ])        and the same for pairs of labels
   *
   * @returns uᵀ Cov_q(Φ) u = Var_q(u·Φ)
   */
  addCovariance(span: Span, u: Scores, errors: F64, edges: F64, origin = 0): number {
    const { labels: C, stride } = this.scores;
    const { start, end } = span;
    const [before, after] = this.neighbours(span);
    this.forward(span);
    const mean = this.expectation(span, u);
    this.chain.backward(end - start);
    this.chain.expectFrom(end - start, u.transitions);
    const { alpha, beta, leave, totals, exponent, V, upTo, from } = this.chain;
    let variance = 0;
    for (let t = end - 1; t >= start; t--) {
      const at = (t - start) * stride;
      const row = (t - origin) * stride;
      const mass = this.chain.mass(at);
      for (let c = 0; c < C; c++) {
        const change = ((alpha[at + c] * beta[at + c]) / mass) * (upTo[at + c] + from[at + c] - V[at + c] - mean);
        errors[row + c] += change;
        variance += V[at + c] * change;
        if (t === start && before >= 0) edges[before * stride + c] += change;
        if (t === end - 1 && after >= 0) edges[c * stride + after] += change;
      }
      if (t === start) break;
      const total = totals[t - start];
      for (let d = 0; d < C; d++) {
        const scale = alpha[at - stride + d] / total;
        const centred = upTo[at - stride + d] - mean;
        for (let c = 0; c < C; c++) {
          const A = u.transitions[d * stride + c];
          const change = scale * exponent[d * stride + c] * leave[at + c] * (centred + A + from[at + c]);
          edges[d * stride + c] += change;
          variance += A * change;
        }
      }
    }
    return variance;
  }

  /** Loads a segment; returns log Z. */
  private forward(span: Span): number {
    const T = span.end - span.start;
    this.chain.reserve(T);
    this.fill(span, this.scores, this.chain.logits);
    return this.chain.forward(T);
  }

  /** E_q[v·Φ] of the segment loaded. */
  private expectation(span: Span, v: Scores): number {
    this.fill(span, v, this.chain.V);
    return this.chain.expectation(span.end - span.start, v.transitions);
  }

  /** out ← logits of the segment under `scores`, T × stride, boundary transitions folded in. */
  private fill(span: Span, scores: Scores, out: F64): void {
    const { labels: C, stride, transitions } = scores;
    const { start, end } = span;
    for (let t = start; t < end; t++) tokenLogits(this.chains, scores, t, out, (t - start) * stride);
    const [before, after] = this.neighbours(span);
    const last = (end - start - 1) * stride;
    if (before >= 0) for (let c = 0; c < C; c++) out[c] += transitions[before * stride + c];
    if (after >= 0) for (let c = 0; c < C; c++) out[last + c] += transitions[c * stride + after];
  }

  /** s(y) over the segment for the labels y[from …], boundary transitions included. */
  private scoreOf({ start, end }: Span, y: ArrayLike<number>, from: number, scores: Scores, filled: F64): number {
    const { stride, transitions } = scores;
    let score = 0;
    for (let i = 0; i < end - start; i++) {
      const label = y[from + i];
      score += filled[i * stride + label];
      if (i > 0) score += transitions[y[from + i - 1] * stride + label];
    }
    return score;
  }

  /** Gold labels just outside a segment, −1 at a sentence's ends. */
  private neighbours({ sentence, start, end }: Span): readonly [before: number, after: number] {
    const { gold, sentenceStart } = this.chains;
    return [start > sentenceStart[sentence] ? gold[start - 1] : -1, end < sentenceStart[sentence + 1] ? gold[end] : -1];
  }
}
