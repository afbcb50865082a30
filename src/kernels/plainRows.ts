import type { Chains, F64 } from "./types.js";

/** logit_t[c] = Σ_g scores[block_g(t)][c], into out[0 … stride). */
export function tokenScores(chains: Chains, t: number, scores: F64, out: F64): void {
  const { stride, groups, tokenBlocks } = chains;
  for (let c = 0; c < stride; c++) out[c] = 0;
  for (let i = t * groups; i < (t + 1) * groups; i++) {
    const row = tokenBlocks[i] * stride;
    for (let c = 0; c < stride; c++) out[c] += scores[row + c];
  }
}

/** out ← xᵀ M for a row x at `at` of X: rows of M in turn, so that the inner loop runs along memory. */
export function timesMatrix(X: F64, at: number, M: F64, stride: number, labels: number, out: F64): void {
  for (let c = 0; c < stride; c++) out[c] = 0;
  for (let k = 0; k < labels; k++) {
    const x = X[at + k];
    const row = k * stride;
    for (let c = 0; c < stride; c++) out[c] += x * M[row + c];
  }
}
