import type { Chains, F64 } from "../kernels/types.js";
import { type Scores, tokenLogits } from "../tagger/scores.js";

/**
 * The clamped lattice of a segment S = [a, b): the chain over S alone, with the gold labels just outside S held fixed
 * (docs/method.md, Segments). Its path weights are
 *
 *     exp( Σ_{t∈S} logit_t[y_t] + Σ_{a<t<b} A[y_{t−1}, y_t] + A[y_{a−1}, y_a] + A[y_{b−1}, y_b] )
 *
 * with the two boundary transitions folded into the first and the last token's logits (they are absent at the
 * sentence's ends). One instance is reused from segment to segment.
 */
export class SegmentLattice {
  /** First token and length of the segment that is loaded. */
  start = 0;
  length = 0;
  /** ℓ_S = −log p(y_S | y_−S, x) of the gold labels, nats. */
  loss = 0;
  /** log Z of the clamped chain. */
  logZ = 0;

  /** T × stride: logits with the boundaries folded in; α scaled forward. */
  private logits: F64 = new Float64Array(0);
  private alpha: F64 = new Float64Array(0);
  /** exp(A − shift), C × stride. */
  private readonly exponent: Float64Array;
  private readonly shift: number;
  private before = -1;
  private after = -1;

  constructor(
    private readonly chains: Chains,
    private readonly scores: Scores,
  ) {
    const { transitions, stride, labels } = scores;
    let shift = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < labels; c++) {
      for (let d = 0; d < labels; d++) shift = Math.max(shift, transitions[c * stride + d]);
    }
    this.shift = shift;
    this.exponent = transitions.map((a) => Math.exp(a - shift));
  }

  /**
   * Loads the segment [a, b) of the sentence [first, end) and runs the forward recursion.
   * All tokens are numbered over the corpus; the labels around and in the segment are the chains' gold.
   */
  load(a: number, b: number, first: number, end: number): void {
    const { labels: C, stride } = this.scores;
    this.start = a;
    this.length = b - a;
    this.before = a > first ? this.chains.gold[a - 1] : -1;
    this.after = b < end ? this.chains.gold[b] : -1;
    if (this.logits.length < this.length * stride) {
      this.logits = new Float64Array(2 * this.length * stride);
      this.alpha = new Float64Array(2 * this.length * stride);
    }
    this.fill(this.scores, this.logits);
    // α_t(c) ∝ exp(logit_t[c]) Σ_c' α_{t−1}(c') exp A[c', c]; log Z gathers the scales taken out.
    const { logits, alpha, exponent } = this;
    this.logZ = (this.length - 1) * this.shift;
    for (let i = 0; i < this.length; i++) {
      const at = i * stride;
      let max = Number.NEGATIVE_INFINITY;
      for (let c = 0; c < C; c++) max = Math.max(max, logits[at + c]);
      let z = 0;
      for (let c = 0; c < C; c++) {
        let arrive = 1;
        if (i > 0) {
          arrive = 0;
          for (let d = 0; d < C; d++) arrive += alpha[at - stride + d] * exponent[d * stride + c];
        }
        alpha[at + c] = Math.exp(logits[at + c] - max) * arrive;
        z += alpha[at + c];
      }
      for (let c = 0; c < C; c++) alpha[at + c] /= z;
      this.logZ += max + Math.log(z);
    }
    this.loss = this.logZ - this.scoreOf(this.chains.gold, a, this.scores, logits);
  }

  /** out ← logits of the loaded segment under `scores`, T × stride, boundary transitions folded in. */
  private fill(scores: Scores, out: F64): void {
    const { labels: C, stride, transitions } = scores;
    for (let i = 0; i < this.length; i++) tokenLogits(this.chains, scores, this.start + i, out, i * stride);
    const last = (this.length - 1) * stride;
    if (this.before >= 0) for (let c = 0; c < C; c++) out[c] += transitions[this.before * stride + c];
    if (this.after >= 0) for (let c = 0; c < C; c++) out[last + c] += transitions[c * stride + this.after];
  }

  /** s(y) over the segment for the labels y[from …], boundary transitions included. */
  private scoreOf(y: ArrayLike<number>, from: number, scores: Scores, filled: F64): number {
    const { stride, transitions } = scores;
    let score = 0;
    for (let i = 0; i < this.length; i++) {
      const label = y[from + i];
      score += filled[i * stride + label];
      if (i > 0) score += transitions[y[from + i - 1] * stride + label];
    }
    return score;
  }

  /** log p(y | y_−S, x) of other labels for the loaded segment. */
  logProbability(y: ArrayLike<number>): number {
    return this.scoreOf(y, 0, this.scores, this.logits) - this.logZ;
  }

  /** Reads a second weight vector on the loaded segment. */
  project(v: Scores, buffer: SegmentProjection): void {
    const { labels: C, stride, transitions } = v;
    if (buffer.logits.length < this.length * stride) {
      buffer.logits = new Float64Array(2 * this.length * stride);
      buffer.expected = new Float64Array(2 * this.length * stride);
    }
    const V = buffer.logits;
    const e = buffer.expected;
    this.fill(v, V);
    // e_t(c) = E_q[v·Φ up to t | y_t = c] = V_t[c] + Σ_c' q(c' | c) (e_{t−1}(c') + Ã[c', c])
    const { alpha, exponent } = this;
    for (let i = 0; i < this.length; i++) {
      const at = i * stride;
      for (let c = 0; c < C; c++) {
        let mean = 0;
        if (i > 0) {
          let mass = 0;
          for (let d = 0; d < C; d++) {
            const q = alpha[at - stride + d] * exponent[d * stride + c];
            mass += q;
            mean += q * (e[at - stride + d] + transitions[d * stride + c]);
          }
          mean /= mass;
        }
        e[at + c] = V[at + c] + mean;
      }
    }
    let expected = 0;
    const last = (this.length - 1) * stride;
    for (let c = 0; c < C; c++) expected += alpha[last + c] * e[last + c];
    buffer.gold = this.scoreOf(this.chains.gold, this.start, v, V);
    buffer.influence = expected - buffer.gold;
  }

  /** Δ(S→y') = v · (Φ(y') − Φ(y_S)) for the segment and v last projected into `buffer`. */
  relabelInfluence(y: ArrayLike<number>, v: Scores, buffer: SegmentProjection): number {
    return this.scoreOf(y, 0, v, buffer.logits) - buffer.gold;
  }

  /**
   * Adds w g_S = w (E_q[Φ] − Φ(y_S)) in the form that the problem scatters: error rows (N × stride, at the segment's
   * tokens) and transitions (C × stride, boundary edges included).
   *
   * @param origin the token whose row comes first in `errors`
   */
  addGradient(w: number, errors: F64, edges: F64, origin = 0): void {
    const { labels: C, stride } = this.scores;
    const { alpha, exponent, logits, length: T, start } = this;
    const { gold } = this.chains;
    const row = start - origin;
    const beta = new Float64Array(C).fill(1);
    const leave = new Float64Array(C);
    for (let i = T - 1; i >= 0; i--) {
      const at = i * stride;
      let mass = 0;
      for (let c = 0; c < C; c++) mass += alpha[at + c] * beta[c];
      for (let c = 0; c < C; c++) {
        const q = (alpha[at + c] * beta[c]) / mass;
        errors[(row + i) * stride + c] += w * q;
        if (i === 0 && this.before >= 0) edges[this.before * stride + c] += w * q;
        if (i === T - 1 && this.after >= 0) edges[c * stride + this.after] += w * q;
      }
      if (i === 0) break;
      let max = Number.NEGATIVE_INFINITY;
      for (let c = 0; c < C; c++) max = Math.max(max, logits[at + c]);
      for (let c = 0; c < C; c++) leave[c] = Math.exp(logits[at + c] - max) * beta[c];
      let total = 0;
      for (let d = 0; d < C; d++) {
        let sum = 0;
        for (let c = 0; c < C; c++) sum += exponent[d * stride + c] * leave[c];
        beta[d] = sum;
        total += alpha[at - stride + d] * sum;
      }
      for (let d = 0; d < C; d++) {
        const scale = (w * alpha[at - stride + d]) / total;
        for (let c = 0; c < C; c++) edges[d * stride + c] += scale * exponent[d * stride + c] * leave[c];
        beta[d] /= total;
      }
    }
    for (let i = 0; i < T; i++) {
      const label = gold[start + i];
      errors[(row + i) * stride + label] -= w;
      if (i > 0) edges[gold[start + i - 1] * stride + label] -= w;
    }
    if (this.before >= 0) edges[this.before * stride + gold[start]] -= w;
    if (this.after >= 0) edges[gold[start + T - 1] * stride + this.after] -= w;
  }
}

/** Where `project` leaves v's view of a segment. */
export class SegmentProjection {
  logits: F64 = new Float64Array(0);
  expected: F64 = new Float64Array(0);
  /** v · Φ(y_S), boundary transitions included. */
  gold = 0;
  /** Δ(S) = v · g_S = E_q[v·Φ] − v·Φ(y_S), nats. */
  influence = 0;
}
