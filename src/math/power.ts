/**
 * x^p for x > 0, as e^(p log x). Engines agree on every bit of e^x and log x, but not on that of x ** p (Node 22 and 24); which steps a
 * search takes would differ with it.
 */
export function power(x: number, p: number): number {
  return Math.exp(p * Math.log(x));
}
