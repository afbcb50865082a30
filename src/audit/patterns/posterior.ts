import { logistic } from "../../math/logistic.js";
import { coefficients } from "../coefficients/coefficients.js";
import type { Chosen } from "./choose.js";
import type { Census, Evidence } from "./counts.js";
import { standingAnchor } from "./referenceAgreement.js";

const PATTERNS = coefficients.patterns;

/** How likely a pattern makes it that segments are wrong. */
export interface PatternPosterior {
  /** Of those for which its change is suggested. */
  readonly probability: number;
  /** Of the others with its label at its anchor; 0 where it says nothing of them. */
  readonly othersProbability: number;
}

/**
 * A pattern is a systematic error with probability
 *
 *     p(systematic) = 1 / (1 + exp(−(gain − log tried) / 2))
 *
 * `tried` pairs of a change and an anchor being as likely before one looks. A systematic error leaves more of the segments at the anchor as
 * they stand than the reference has. With b segments standing and a as suggested in the training corpus, l and m in the reference,
 *
 *     excess = b − (a + b) (l + ½) / (l + m + 1)
 *
 * of them are wrong, which is a share of the candidates. And a pattern is no likelier than the tagger of the reference alone, which
 * has not learnt it, finds its segments wrong in the mean:
 *
 *     p ≤ mean_i (1 − p(S_i | x; θ_ref))
 */
export function posteriorOf(chosen: Chosen, evidence: Evidence): PatternPosterior {
  const { gain, tried, rows, others, there } = chosen;
  const systematic = logistic((gain - Math.log(tried)) / PATTERNS.temper);
  const excess = excessOf(chosen, evidence);
  const { doubt } = evidence.candidates;
  const bounded = (p: number, some: readonly number[]) => (doubt === null ? p : Math.min(p, meanDoubt(doubt, some)));
  if (excess === null) return { probability: bounded(systematic * PATTERNS.unasked, rows), othersProbability: 0 };
  const share = (wrong: number, among: number) =>
    Math.max(1 - PATTERNS.surest, Math.min(PATTERNS.surest, wrong / among));
  const left = excess - rows.length;
  return {
    probability: bounded(systematic * share(excess, there), rows),
    // The candidates for which the change is suggested are wrong first.
    othersProbability: left > 0 ? bounded(systematic * share(left, others.length), others) : 0,
  };
}

/** 1 where θ_ref has no say. */
function meanDoubt(doubt: Float64Array, rows: readonly number[]): number {
  const known = rows.filter((row) => !Number.isNaN(doubt[row]));
  return known.length === 0 ? 1 : known.reduce((sum, row) => sum + doubt[row], 0) / known.length;
}

/** How many more segments at the anchor stand as they do than by the reference's share; null where it cannot be asked. */
function excessOf({ change, anchor }: Chosen, { candidates, anchors, census, reference }: Evidence): number | null {
  const { label, suggestion } = candidates.changes[change];
  const kind = standingAnchor(candidates.changes[change], anchors.kinds[anchor]);
  if (reference === null || kind === null) return null;
  const stands = anchors.find(kind, anchors.values[anchor]);
  const standing = (from: Census) => (stands < 0 ? 0 : from.count(label, stands));
  const [b, l] = [standing(census), standing(reference)];
  const [a, m] = [census.count(suggestion, anchor), reference.count(suggestion, anchor)];
  return b - ((a + b) * (l + 0.5)) / (l + m + 1);
}
