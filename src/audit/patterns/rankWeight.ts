import { coefficients } from "../coefficients/coefficients.js";

const PATTERNS = coefficients.patterns;

/**
 * How far up in the ranking each candidate stands, from 1 for the first towards 0: e^(−r / M), r its rank from 0, ties at their
 * mean rank, and M three per cent of all, or as many as errors are expected where that is more. Patterns count these as expected errors. They take the order from the scores and
 * not their size, for a systematic error is learnt by every tagger that is trained on it, and its segments come first with
 * scores that are small.
 *
 * @param values larger for more suspicious; −∞ for what is under no suspicion
 * @param expected the number of errors that the scores expect, their sum
 */
export function rankWeights(values: Float64Array, expected: number): Float64Array {
  const depth = Math.max(PATTERNS.depth * values.length, expected);
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[b] - values[a] || a - b);
  const result = new Float64Array(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    if (values[order[from]] === Number.NEGATIVE_INFINITY) break;
    const suspicion = Math.exp(-(from + to - 1) / 2 / depth);
    for (const row of order.subarray(from, to)) result[row] = suspicion;
  }
  return result;
}
