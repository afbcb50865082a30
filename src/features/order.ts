import type { Encoded } from "./encode.js";

/**
 * The same matrix with its blocks numbered in the order in which tokens first have them. Blocks of one word at several
 * offsets, and of words that stand together, then lie together: rows of scores and of errors are read almost in order, where
 * the order of templates would send every group to another part of memory.
 */
export function inTokenOrder(encoded: Encoded): Encoded {
  const { tokenBlocks, blockStart, blockFeatures } = encoded;
  const blocks = blockStart.length - 1;
  const number = new Int32Array(blocks).fill(-1);
  const order = new Int32Array(blocks);
  let known = 0;
  const see = (block: number) => {
    if (number[block] >= 0) return;
    order[known] = block;
    number[block] = known++;
  };
  for (const block of tokenBlocks) see(block);
  for (let block = 0; block < blocks; block++) see(block);
  const start = new Int32Array(blocks + 1);
  const features = new Int32Array(blockFeatures.length);
  for (let b = 0; b < blocks; b++) {
    const [from, to] = [blockStart[order[b]], blockStart[order[b] + 1]];
    features.set(blockFeatures.subarray(from, to), start[b]);
    start[b + 1] = start[b] + to - from;
  }
  return {
    ...encoded,
    tokenBlocks: tokenBlocks.map((block) => number[block]),
    blockStart: start,
    blockFeatures: features,
  };
}
