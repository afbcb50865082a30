import { timesMatrix, tokenScores } from "./plainRows.js";
import type { Chains, F64, LatticeState, TransitionDirection, TransitionTables } from "./types.js";

/** The derivative of one shard's error rows and edges along a direction, docs/method/model.md, Lattice and Hessian. */
export function shardHessianProduct(
  chains: Chains,
  shard: number,
  V: F64,
  A: TransitionTables,
  tilde: TransitionDirection,
  state: LatticeState,
  dErrors: F64,
  dEdges: F64,
): void {
  const { labels: C, stride, sentenceStart, weight, shardStart } = chains;
  const { alpha, arrive, leave, beta } = state;
  let longest = 0;
  for (let k = shardStart[shard]; k < shardStart[shard + 1]; k++) {
    longest = Math.max(longest, sentenceStart[k + 1] - sentenceStart[k]);
  }
  // Rows of one sentence: V_t, a_t (forward), r_t = V_t + b_t (backward).
  const v = new Float64Array(longest * stride);
  const a = new Float64Array(longest * stride);
  const r = new Float64Array(stride);
  const product = new Float64Array(stride);
  const one = new Float64Array(stride);
  const two = new Float64Array(stride);
  for (let k = shardStart[shard]; k < shardStart[shard + 1]; k++) {
    const first = sentenceStart[k];
    const T = sentenceStart[k + 1] - first;
    const w = weight[k];
    // a_t(c) = E[direction's score up to t | y_t = c] = V_t(c) + [(α_{t−1}∘a_{t−1}) M + α_{t−1} (M∘Ã)](c) / S_t(c)
    for (let i = 0; i < T; i++) {
      const at = i * stride;
      tokenScores(chains, first + i, V, one);
      v.set(one, at);
      if (i > 0) {
        const before = (first + i - 1) * stride;
        for (let c = 0; c < stride; c++) product[c] = alpha[before + c] * a[at - stride + c];
        timesMatrix(product, 0, A.M, stride, C, one);
        timesMatrix(alpha, before, tilde.MA, stride, C, two);
        const row = before + stride;
        for (let c = 0; c < stride; c++) a[at + c] = v[at + c] + (one[c] + two[c]) / arrive[row + c];
      } else a.set(one, at);
    }
    // b_{t−1}(c) = E[direction's score after t−1 | y_{t−1} = c] = [M (y_t∘r_t) + (M∘Ã) y_t](c) / β_{t−1}(c)
    // The expectation of the whole score, the same at every t, is Σ_c p_t(c) (a_t(c) + b_t(c)): taken at the last token.
    let mean = 0;
    const last = (first + T - 1) * stride;
    for (let c = 0; c < C; c++) mean += alpha[last + c] * beta[last + c] * a[(T - 1) * stride + c];
    for (let c = 0; c < stride; c++) r[c] = v[(T - 1) * stride + c];
    for (let i = T - 1; i >= 0; i--) {
      const at = i * stride;
      const row = (first + i) * stride;
      // dp_t = p_t ∘ (a_t + b_t − mean), with a_t + b_t = a_t + r_t − V_t
      for (let c = 0; c < stride; c++) {
        dErrors[row + c] = w * alpha[row + c] * beta[row + c] * (a[at + c] + r[c] - v[at + c] - mean);
      }
      if (i === 0) break;
      const before = row - stride;
      // d(edges) = M ∘ [(α_{t−1}∘(a_{t−1} − mean)) ⊗ y_t + α_{t−1} ⊗ (y_t∘r_t)] + Ã ∘ edges
      for (let c = 0; c < stride; c++) product[c] = leave[row + c] * r[c];
      for (let j = 0; j < C; j++) {
        const x = w * alpha[before + j];
        const y = x * (a[at - stride + j] - mean);
        const line = j * stride;
        for (let c = 0; c < stride; c++) dEdges[line + c] += y * leave[row + c] + x * product[c];
      }
      timesMatrix(product, 0, A.Mt, stride, C, one);
      timesMatrix(leave, row, tilde.MAt, stride, C, two);
      for (let c = 0; c < stride; c++) r[c] = v[at - stride + c] + (one[c] + two[c]) / beta[before + c];
    }
  }
}
