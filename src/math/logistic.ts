/** 1 / (1 + e^(−x)): the probability that log odds x stand for. */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** log p / (1 − p): the log odds of a probability. */
export function logit(p: number): number {
  return Math.log(p) - Math.log1p(-p);
}

/** log (1 + e^x): −log of the probability that log odds −x stand for. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
