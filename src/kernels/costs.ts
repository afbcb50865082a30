import type { Chains, I32, NodeChains, SparseRows } from "./types.js";

/** Chunks of rows that a gather pass is shared out in. */
const CHUNKS = 64;

/**
 * Cuts the rows of a matrix into at most CHUNKS runs of about equal cost (its entries and its rows): rows are very
 * uneven, since the block of "the" has thousands of tokens and most blocks have one. Length chunks + 1.
 */
export function chunkRows({ rows, start }: SparseRows, int32: (length: number) => I32): I32 {
  const chunks = Math.max(1, Math.min(CHUNKS, rows));
  const total = start[rows] - start[0] + rows;
  const bounds = [0];
  for (let r = 0; r < rows && bounds.length < chunks; r++) {
    const cost = start[r + 1] - start[0] + r + 1;
    if (cost * chunks >= bounds.length * total && r + 1 < rows) bounds.push(r + 1);
  }
  bounds.push(rows);
  const shared = int32(bounds.length);
  shared.set(bounds);
  return shared;
}

/** Tokens of the longest sentence. */
export function longestSentence({ sentenceStart }: Chains): number {
  let longest = 0;
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    longest = Math.max(longest, sentenceStart[k + 1] - sentenceStart[k]);
  }
  return longest;
}

/** Σ_k w_k (T_k − 1) */
export function weightedTransitions({ sentenceStart, weight }: Chains): number {
  let sum = 0;
  for (let k = 0; k < weight.length; k++) {
    sum += weight[k] * Math.max(0, sentenceStart[k + 1] - sentenceStart[k] - 1);
  }
  return sum;
}

/** Σ_k w_k (T_k − 1) over pieces */
export function pieceTransitions({ pieceStart, weight }: NodeChains): number {
  let sum = 0;
  for (let k = 0; k < weight.length; k++) sum += weight[k] * (pieceStart[k + 1] - pieceStart[k] - 1);
  return sum;
}

/** Multiply-adds of a forward–backward, roughly: three products with M a token, and what grows with the labels only. */
export const latticeCost = ({ tokens, stride, groups }: Chains): number => tokens * stride * (3 * stride + groups + 30);

export const shardCount = (chains: Pick<Chains, "shardStart">): number => chains.shardStart.length - 1;
