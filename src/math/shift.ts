import { bisect } from "./bisect.js";
import { logistic, logit } from "./logistic.js";

/** Steps of a bisection, which leave 2⁻⁶⁰ of the bracket. */
const STEPS = 60;

/**
 * The s at which a share p is reached, which rises with s; 0 where there is nothing to share:
 *
 *     Σ_i σ(x_i + s) + K σ(s) = (n + K) p
 *
 * @param x length n
 * @param blank K ≥ 0: as many more of which nothing is known, x = 0
 */
export function shiftTo(x: ArrayLike<number> & Iterable<number>, p: number, blank = 0): number {
  if (x.length + blank === 0) return 0;
  let [least, most] = blank > 0 ? [0, 0] : [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const one of x) {
    least = Math.min(least, one);
    most = Math.max(most, one);
  }
  const isLess = (s: number) => {
    let sum = blank * logistic(s);
    for (const one of x) sum += logistic(one + s);
    return sum < p * (x.length + blank);
  };
  const [low, high] = bisect(isLess, [logit(p) - most, logit(p) - least], STEPS);
  return (low + high) / 2;
}
