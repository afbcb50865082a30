import { bisect } from "../../math/bisect.js";
import type { SingleModel } from "../coefficients/coefficients.js";

const HALVINGS = 50;
/** log of a ratio that is still finite. */
const LARGEST = 700;

/**
 * π, the share of candidates that are wrong by an error that stands alone. Some of what looks so is right in every corpus (rare words, rare
 * labels), so only what is estimated beyond its usual share is added to the share that is always supposed.
 */
export function singleShare(single: Float64Array, { share, beyond }: Pick<SingleModel, "share" | "beyond">): number {
  return beyond === null ? share : share + Math.max(0, likeliestShare(single) - beyond);
}

/**
 * The likeliest share of errors (Saerens, Latinne & Decaestecker 2002), where ℓ' changes sign:
 *
 *     ℓ(π) = Σ_i log(1 − π + π e^{e_i})        ℓ'(π) = Σ_i (e^{e_i} − 1) / (1 + π (e^{e_i} − 1)), which falls
 *
 * @param evidence e of each candidate: log odds less those of the share; −∞ where it cannot be wrong
 */
export function likeliestShare(evidence: Float64Array): number {
  const ratio = evidence.map((e) => Math.exp(Math.min(e, LARGEST)) - 1);
  const rises = (share: number) => ratio.reduce((sum, r) => sum + r / (1 + share * r), 0) > 0;
  const [low] = bisect(rises, [0, 1], HALVINGS);
  return low;
}
