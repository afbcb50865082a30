import { logistic, logit } from "./logistic.js";

/** Steps of a bisection, which leave 2⁻⁶⁰ of the bracket. */
const STEPS = 60;

/** The s at which mean_i σ(x_i + s) = p, which rises with s; 0 without any x. */
export function shiftTo(x: readonly number[], p: number): number {
  if (x.length === 0) return 0;
  let [low, high] = [logit(p) - Math.max(...x), logit(p) - Math.min(...x)];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (x.reduce((sum, one) => sum + logistic(one + middle), 0) < p * x.length) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
