/** Ranks from 0, ties sharing their mean rank. */
function ranks(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return values.map((x) => (sorted.indexOf(x) + sorted.lastIndexOf(x)) / 2);
}

export function pearson(x: readonly number[], y: readonly number[]): number {
  const mean = (v: readonly number[]) => v.reduce((sum, a) => sum + a, 0) / v.length;
  const [mx, my] = [mean(x), mean(y)];
  const sum = (f: (i: number) => number) => x.reduce((total, _, i) => total + f(i), 0);
  return sum((i) => (x[i] - mx) * (y[i] - my)) / Math.sqrt(sum((i) => (x[i] - mx) ** 2) * sum((i) => (y[i] - my) ** 2));
}

export const spearman = (x: readonly number[], y: readonly number[]): number => pearson(ranks(x), ranks(y));

/** a of the least-squares line y = a x. */
export function slope(x: readonly number[], y: readonly number[]): number {
  return x.reduce((sum, xi, i) => sum + xi * y[i], 0) / x.reduce((sum, xi) => sum + xi * xi, 0);
}

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
    linear: pearson(predicted, actual),
    rank: spearman(predicted, actual),
    slope: slope(predicted, actual),
  };
}
