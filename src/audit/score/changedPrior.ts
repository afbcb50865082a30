import { logistic, logit } from "../../math/logistic.js";
import { shiftTo } from "../../math/shift.js";
import type { ChangedPriors } from "../coefficients/coefficients.js";

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
 * written may have many, of no one kind: their candidates D are judged by their own evidence e, without that of groups. What such
 * evidence is worth in this corpus is told by the candidates U of unchanged sentences that can be annotated otherwise, of which the
 * share π_U is taken to be wrong; and D has a share π_D of its own, the likeliest one under a Beta prior with α errors among α + β
 * candidates (Saerens, Latinne & Decaestecker 2002), K = α + β:
 *
 *     s:    Σ_{i ∈ U} σ(e_i + s + logit π_U) + K σ(s + logit π_U) = (|U| + K) π_U
 *     log p_i/(1 − p_i) = e_i + s + logit π_D                      i ∈ D
 *     π_D = (Σ_{i ∈ D} p_i + α) / (|D| + K)
 *
 * A new case of a systematic error that the corpus is known to have keeps the score that it has by its pattern, where that is higher.
 *
 * @param logOdds of every candidate; −∞ where there is no other way to annotate it
 * @param evidence e of every candidate, log odds less those of the share of errors: by `singleEvidence`, and of changed candidates by `changedEvidence`
 */
export function withChangedPrior(
  logOdds: Float64Array,
  evidence: Float64Array,
  isChanged: (row: number) => boolean,
  isSystematic: (row: number) => boolean,
  { errors, correct, unchanged }: ChangedPriors,
): ChangedPrior {
  const rows = [...logOdds.keys()].filter(isChanged);
  const K = errors + correct;
  if (rows.length === 0) return { logOdds, share: errors / K };
  const others = evidence.filter((e, row) => e > Number.NEGATIVE_INFINITY && !isChanged(row));
  const s = shiftTo(others, unchanged, K) - logit(unchanged);
  let share = errors / K;
  for (let round = 0; round < ROUNDS; round++) {
    const shift = s + logit(share);
    const expected = rows.reduce((sum, row) => sum + logistic(evidence[row] + shift), 0);
    const next = (expected + errors) / (rows.length + K);
    const moved = Math.abs(next - share);
    share = next;
    if (moved < TOLERANCE) break;
  }
  const adjusted = logOdds.slice();
  for (const row of rows) {
    const own = evidence[row] + s + logit(share);
    adjusted[row] = isSystematic(row) ? Math.max(own, logOdds[row]) : own;
  }
  return { logOdds: adjusted, share };
}
