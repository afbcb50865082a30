/** 1 / (1 + e^(−x)): the probability that log odds x stand for. */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
