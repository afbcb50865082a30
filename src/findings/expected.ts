import { logistic, logit } from "../math/logistic.js";
import { shiftTo } from "../math/shift.js";
import type { Finding, Pattern } from "./report.js";

/** Below this share of findings that are expected to be wrong nobody should accept them together unasked. */
export const RELIABLE = 0.8;

/** How many of some findings of a pattern are expected to be wrong, so that it is right to change them. */
export interface Expectation {
  readonly findings: number;
  readonly wrong: number;
  /** Whether at least four fifths of them are expected to be wrong. */
  readonly isReliable: boolean;
}

/** Scores are rounded, and may read 1. */
const SUREST = 1 - 1e-6;

/**
 * With the share P of a pattern's n findings that is estimated to be wrong, E[wrong] = n P. What a pattern is right about is known of all its
 * findings together better than of each (bench/RESULTS.md, Patterns), so of a part of them
 *
 *     E[wrong] = Σ_part σ(logit s_i + c)        c: mean over all n of σ(logit s_i + c) = P
 *
 * with their scores s_i, which say which of them are wrong first.
 *
 * @param all the pattern's findings
 * @param part those of them that are asked about
 */
export function expectedErrors<F extends Pick<Finding, "score">>(
  { probability }: Pick<Pattern, "probability">,
  all: readonly F[],
  part: readonly F[] = all,
): Expectation {
  const odds = ({ score }: F): number => logit(Math.min(SUREST, Math.max(1 - SUREST, score)));
  const shift = part.length === all.length ? 0 : shiftTo(all.map(odds), probability);
  const wrong =
    part.length === all.length
      ? probability * all.length
      : part.reduce((sum, one) => sum + logistic(odds(one) + shift), 0);
  return { findings: part.length, wrong, isReliable: wrong >= RELIABLE * part.length - 1e-9 };
}
