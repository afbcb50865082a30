import type { F64 } from "../kernels/types.js";

/**
 * The recursions of a short chain of T tokens from its logits, which the caller writes. What one of them leaves in the rows
 * (T × stride each) is what the next reads: the scratch of SegmentLattice, which calls them in order.
 */
export class ClampedChain {
  /** Logits, boundaries folded in. */
  logits!: F64;
  /** α, which sums to 1. */
  alpha!: F64;
  /** β and exp(logit) β, scaled. */
  beta!: F64;
  leave!: F64;
  /** Length T: Σ α_{t−1} ⊗ leave_t ∘ exp A, by which a pair's probability is divided. */
  totals!: F64;
  /** Logits under a second weight vector v; E_q[v·Φ up to t | y_t]; V_t and E_q[v·Φ after t | y_t]. */
  V!: F64;
  upTo!: F64;
  from!: F64;
  /** exp(A − shift), C × stride. */
  readonly exponent: Float64Array;
  private readonly shift: number;

  /** @param transitions A, C × stride */
  constructor(
    private readonly labels: number,
    private readonly stride: number,
    transitions: F64,
  ) {
    let shift = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < labels; c++) {
      for (let d = 0; d < labels; d++) shift = Math.max(shift, transitions[c * stride + d]);
    }
    this.shift = shift;
    this.exponent = transitions.map((a) => Math.exp(a - shift));
    this.allocate(4);
  }

  /** Makes room for so many tokens; what is in the rows is lost. */
  reserve(tokens: number): void {
    if (this.totals.length < tokens) this.allocate(2 * tokens);
  }

  /** α_t(c) ∝ exp(logit_t[c]) Σ_c' α_{t−1}(c') exp A[c', c]. Returns log Z, which gathers the scales taken out. */
  forward(T: number): number {
    const { labels: C, stride, logits, alpha, exponent } = this;
    let logZ = (T - 1) * this.shift;
    for (let at = 0; at < T * stride; at += stride) {
      const max = this.largest(at);
      let z = 0;
      for (let c = 0; c < C; c++) {
        let arrive = 1;
        if (at > 0) {
          arrive = 0;
          for (let d = 0; d < C; d++) arrive += alpha[at - stride + d] * exponent[d * stride + c];
        }
        alpha[at + c] = Math.exp(logits[at + c] - max) * arrive;
        z += alpha[at + c];
      }
      for (let c = 0; c < C; c++) alpha[at + c] /= z;
      logZ += max + Math.log(z);
    }
    return logZ;
  }

  /** β_{t−1}(c') ∝ Σ_c exp A[c', c] leave_t(c) with leave_t(c) ∝ exp(logit_t[c]) β_t(c); after `forward`. */
  backward(T: number): void {
    const { labels: C, stride, logits, alpha, beta, leave, totals, exponent } = this;
    const last = (T - 1) * stride;
    for (let c = 0; c < C; c++) beta[last + c] = 1;
    for (let at = last; at > 0; at -= stride) {
      const max = this.largest(at);
      for (let c = 0; c < C; c++) leave[at + c] = Math.exp(logits[at + c] - max) * beta[at + c];
      let total = 0;
      for (let d = 0; d < C; d++) {
        let sum = 0;
        for (let c = 0; c < C; c++) sum += exponent[d * stride + c] * leave[at + c];
        beta[at - stride + d] = sum;
        total += alpha[at - stride + d] * sum;
      }
      totals[at / stride] = total;
      for (let d = 0; d < C; d++) beta[at - stride + d] /= total;
    }
  }

  /**
   * E_q[v·Φ up to t | y_t = c] = V_t[c] + Σ_c' q(c' | c) (E_q[v·Φ up to t−1 | c'] + Ã[c', c]) for v's transitions Ã; after `forward`.
   *
   * @returns E_q[v·Φ]
   */
  expectation(T: number, transitions: F64): number {
    const { labels: C, stride, alpha, exponent, V, upTo } = this;
    const last = (T - 1) * stride;
    for (let at = 0; at <= last; at += stride) {
      for (let c = 0; c < C; c++) {
        let mean = 0;
        if (at > 0) {
          let mass = 0;
          for (let d = 0; d < C; d++) {
            const q = alpha[at - stride + d] * exponent[d * stride + c];
            mass += q;
            mean += q * (upTo[at - stride + d] + transitions[d * stride + c]);
          }
          mean /= mass;
        }
        upTo[at + c] = V[at + c] + mean;
      }
    }
    let expected = 0;
    for (let c = 0; c < C; c++) expected += alpha[last + c] * upTo[last + c];
    return expected;
  }

  /** from_t(c) = V_t[c] + Σ_c' q(c' | c) (Ã[c, c'] + from_{t+1}(c')); after `expectation` and `backward`. */
  expectFrom(T: number, transitions: F64): void {
    const { labels: C, stride, leave, exponent, V, from } = this;
    const last = (T - 1) * stride;
    for (let at = last; at >= 0; at -= stride) {
      for (let c = 0; c < C; c++) {
        let mean = 0;
        if (at < last) {
          let mass = 0;
          for (let d = 0; d < C; d++) {
            const q = exponent[c * stride + d] * leave[at + stride + d];
            mass += q;
            mean += q * (transitions[c * stride + d] + from[at + stride + d]);
          }
          mean /= mass;
        }
        from[at + c] = V[at + c] + mean;
      }
    }
  }

  /** Σ_c α_t(c) β_t(c), for the token whose row starts at `at`. */
  mass(at: number): number {
    let mass = 0;
    for (let c = 0; c < this.labels; c++) mass += this.alpha[at + c] * this.beta[at + c];
    return mass;
  }

  private largest(at: number): number {
    let max = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < this.labels; c++) max = Math.max(max, this.logits[at + c]);
    return max;
  }

  private allocate(tokens: number): void {
    const rows = () => new Float64Array(tokens * this.stride);
    [this.logits, this.alpha, this.beta, this.leave] = [rows(), rows(), rows(), rows()];
    [this.V, this.upTo, this.from] = [rows(), rows(), rows()];
    this.totals = new Float64Array(tokens);
  }
}
