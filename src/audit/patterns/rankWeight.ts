import { coefficients } from "../coefficients/coefficients.js";

const PATTERNS = coefficients.patterns;

/**
 * The weight of each candidate as an expected error, by its rank r from 0 (ties at their mean rank):
 *
 *     e^(−r / M)      M = max(0.01 · segments, expected errors)
 *
 * Patterns take the order from the scores and not their size: every tagger that is trained on a systematic error learns it, so
 * its segments come first with scores that are small.
 *
 * @param values larger for more suspicious; −∞ for no error
 * @param segments the annotated ones among them: how many missed spans are candidates besides is a matter of cost
 * @param expected the number of errors that the scores expect, their sum
 */
export function rankWeights(values: Float64Array, segments: number, expected: number): Float64Array {
  const depth = Math.max(PATTERNS.depth * segments, expected);
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[b] - values[a] || a - b);
  const result = new Float64Array(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    if (values[order[from]] === Number.NEGATIVE_INFINITY) break;
    const weight = Math.exp(-(from + to - 1) / 2 / depth);
    for (const row of order.subarray(from, to)) result[row] = weight;
  }
  return result;
}
