import { pearson, slopeThroughOrigin, spearman } from "../../src/math/statistics.js";

/**
 * How well predicted changes tell actual ones.
 *
 * @param noise the share of the largest change below which second-order terms may decide the sign
 */
export function compare(predicted: readonly number[], actual: readonly number[], noise: number) {
  const largest = Math.max(...actual.map(Math.abs));
  const clear = actual.map((_, i) => i).filter((i) => Math.abs(actual[i]) > noise * largest);
  const agree = clear.filter((i) => Math.sign(predicted[i]) === Math.sign(actual[i])).length / clear.length;
  return {
    agree,
    clear: clear.length,
    linear: pearson(predicted, actual) ?? 0,
    rank: spearman(predicted, actual) ?? 0,
    slope: slopeThroughOrigin(predicted, actual) ?? 0,
  };
}
