import type { Chains, I32, NodeChains, SparseRows } from "./types.js";

/** Chunks of rows that a gather pass is shared out in. */
const CHUNKS = 64;

/**
 * Cuts the rows of a matrix into at most CHUNKS runs of about equal cost (its entries and its rows): rows are very
 * uneven, since the block of "the" has thousands of tokens and most blocks have one. Length chunks + 1.
 */
export function chunkRows({ rows, start }: SparseRows, int32: (length: number) => I32): I32 {
  const bounds = runsOf(rows, CHUNKS, (r) => start[r] - start[0] + r);
  const shared = int32(bounds.length);
  shared.set(bounds);
  return shared;
}

/** Shards are the unit of summation: enough to share out over any number of cores, few enough to reduce cheaply. */
const SHARDS = 32;

/** A corpus whose label rows have more doubles than this (128 MB) has shards of so many: parts are made of whole shards. */
const LARGE = 2 ** 24;
const FINE_SHARD = 2 ** 16;

/**
 * Cuts sentences or pieces into shards of about equal cost. Length shards + 1.
 *
 * @param costBefore cost of all items before the k-th, for k up to and including `count`
 * @param doubles of an array of all label rows; 0 where such arrays are of no concern
 */
export function shardStarts(count: number, costBefore: (k: number) => number, doubles = 0): number[] {
  return runsOf(count, doubles > LARGE ? Math.ceil(doubles / FINE_SHARD) : SHARDS, costBefore);
}

/** Cuts a list into at most `most` runs of about equal cost, at least one. Where each starts, and the last one's end. */
function runsOf(count: number, most: number, costBefore: (k: number) => number): number[] {
  const runs = Math.max(1, Math.min(most, count));
  const total = costBefore(count);
  const starts = [0];
  for (let k = 1; k < count && starts.length < runs; k++) {
    if (costBefore(k) * runs >= starts.length * total) starts.push(k);
  }
  starts.push(count);
  return starts;
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
