import type { Encoded } from "../../src/features/encode.js";
import { inTokenOrder } from "../../src/features/order.js";
import { random } from "../helpers/random.js";

it("numbers blocks in the order of their first tokens and keeps every token's features", () => {
  const next = random(4);
  const [tokens, groups, blocks] = [50, 3, 40];
  const tokenBlocks = Int32Array.from({ length: tokens * groups }, () => Math.floor(next() * (blocks - 2)));
  const blockStart = new Int32Array(blocks + 1);
  for (let b = 0; b < blocks; b++) blockStart[b + 1] = blockStart[b] + Math.floor(4 * next());
  const blockFeatures = Int32Array.from({ length: blockStart[blocks] }, () => Math.floor(99 * next()));
  const encoded = { tokens, groups, tokenBlocks, blockStart, blockFeatures };
  const ordered = inTokenOrder(encoded);
  const featuresOf = ({ blockStart: start, blockFeatures: features, tokenBlocks: ids }: Encoded) =>
    Array.from(ids, (b) => [...features.subarray(start[b], start[b + 1])]);
  expect(featuresOf(ordered)).toEqual(featuresOf(encoded));
  let highest = -1;
  for (const block of ordered.tokenBlocks) {
    expect(block).toBeLessThanOrEqual(highest + 1);
    highest = Math.max(highest, block);
  }
  // Blocks that no token has come last, with their features.
  expect(ordered.blockStart).toHaveLength(blocks + 1);
  expect([...ordered.blockFeatures].sort()).toEqual([...blockFeatures].sort());
});
