/** log n! for n from 0 to `most`. */
function logFactorials(most: number): Float64Array {
  const log = new Float64Array(most + 1);
  for (let n = 2; n <= most; n++) log[n] = log[n - 1] + Math.log(n);
  return log;
}

/**
 * Chances of draws without replacement: of N balls K are black, n are drawn, k of them are black.
 *
 *     P(k) = C(K, k) C(N − K, n − k) / C(N, n)
 */
export class Hypergeometric {
  private readonly log: Float64Array;

  /** @param most the largest N that will be asked for */
  constructor(most: number) {
    this.log = logFactorials(most);
  }

  /** P(at least k), by summing the smaller side of the distribution. */
  atLeast(k: number, n: number, K: number, N: number): number {
    const least = Math.max(0, n + K - N);
    const largest = Math.min(n, K);
    if (k <= least) return 1;
    if (k > largest) return 0;
    if (k * N > n * K) return Math.min(1, this.sum(k, largest, n, K, N));
    return Math.max(0, 1 - this.sum(least, k - 1, n, K, N));
  }

  private sum(from: number, to: number, n: number, K: number, N: number): number {
    const all = this.logChoose(N, n);
    let total = 0;
    for (let i = from; i <= to; i++) {
      total += Math.exp(this.logChoose(K, i) + this.logChoose(N - K, n - i) - all);
    }
    return total;
  }

  private logChoose(n: number, k: number): number {
    return this.log[n] - this.log[k] - this.log[n - k];
  }
}
