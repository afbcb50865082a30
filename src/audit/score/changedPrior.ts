import { logistic } from "../../math/logistic.js";
import { coefficients } from "../coefficients/coefficients.js";

const PRIOR = coefficients.changed;

const ROUNDS = 1000;
const TOLERANCE = 1e-9;

/** What is known of the candidates in changed sentences. */
export interface ChangedPrior {
  /** Log odds of all candidates; those of unchanged sentences are as they were. */
  readonly logOdds: Float64Array;
  /** π_D: the share of the changed candidates that looks wrong. */
  readonly share: number;
}

/**
 * Scores of a commit. A corpus that has been looked after for years has few errors, and the few sentences that somebody has just
 * written may have many: what is rare in the corpus is no evidence against it there. With π the share of errors that the scores
 * expect in the whole corpus, the changed candidates D have a share π_D of their own, the likeliest one under a Beta prior with a
 * errors among a + b candidates (Saerens, Latinne & Decaestecker 2002):
 *
 *     log p'_i / (1 − p'_i) = log p_i / (1 − p_i) − log π / (1 − π) + log π_D / (1 − π_D)        i ∈ D
 *     π_D = (Σ_{i ∈ D} p'_i + a) / (|D| + a + b)
 *
 * @param logOdds of every candidate; −∞ where there is no other way to annotate it
 */
export function withChangedPrior(logOdds: Float64Array, isChanged: (row: number) => boolean): ChangedPrior {
  const rows = [...logOdds.keys()].filter(isChanged);
  const pi = logOdds.reduce((sum, odds) => sum + logistic(odds), 0) / Math.max(1, logOdds.length);
  const adjusted = logOdds.slice();
  const { errors: a, correct: b } = PRIOR;
  let share = a / (a + b);
  if (rows.length === 0 || pi <= 0 || pi >= 1) return { logOdds: adjusted, share };
  for (let round = 0; round < ROUNDS; round++) {
    const shift = logit(share) - logit(pi);
    const expected = rows.reduce((sum, row) => sum + logistic(logOdds[row] + shift), 0);
    const next = (expected + a) / (rows.length + a + b);
    const moved = Math.abs(next - share);
    share = next;
    if (moved < TOLERANCE) break;
  }
  const shift = logit(share) - logit(pi);
  for (const row of rows) adjusted[row] = logOdds[row] + shift;
  return { logOdds: adjusted, share };
}

const logit = (p: number) => Math.log(p) - Math.log1p(-p);
