import type { Candidates } from "../candidates/candidates.js";

/**
 * The probability that the tags of a candidate are wrong, by its most suspicious token: max_{t ∈ S} q_t, docs/method/score.md,
 * Noise channel. Length `count`.
 *
 * @param wrong length N: q_t of every token
 */
export function noiseChannelSignal({ count, start, end }: Candidates, wrong: Float64Array): Float64Array {
  return Float64Array.from({ length: count }, (_, i) =>
    wrong.subarray(start[i], end[i]).reduce((a, b) => Math.max(a, b)),
  );
}
