import { NONE } from "../candidates/candidates.js";
import type { CandidateTable } from "../candidates/table.js";
import type { Coefficients, ModelCoefficients } from "../coefficients/coefficients.js";
import type { Column } from "./features.js";

/**
 * Log odds that each candidate is wrong, by a logistic regression that was learnt where the errors are known, with coefficients b of its own for
 * annotated segments and for missed spans:
 *
 *     log p / (1 − p) = b_0 + Σ_j b_j x_j
 *
 * @returns −∞ where there is no other way to annotate the candidate
 * @throws Error where a coefficient is of no feature
 */
export function regressionLogOdds(
  { candidates, opinions }: Pick<CandidateTable, "candidates" | "opinions">,
  features: readonly Column[],
  { constant, ...coefficients }: ModelCoefficients,
): Float64Array {
  const side = candidates.label.map((label) => (label === NONE ? 1 : 0));
  const logOdds = Float64Array.from(side, (one) => constant?.[one] ?? 0);
  const columns = new Map(features.map(({ name, values }) => [name, values]));
  for (const [name, pair] of Object.entries(coefficients)) {
    const values = columns.get(name);
    if (!values) throw new Error(`no feature is called "${name}"`);
    for (let i = 0; i < logOdds.length; i++) logOdds[i] += pair[side[i]] * values[i];
  }
  return logOdds.map((x, i) => (opinions.theta.odds[i] === Number.NEGATIVE_INFINITY ? Number.NEGATIVE_INFINITY : x));
}

/** Which regression a table can be judged by: without a reference, with one, and with a noise channel estimated from it. */
export function regressionFor(
  models: Coefficients["models"],
  isPlain: boolean,
  columns: readonly Column[],
): ModelCoefficients {
  const { alone, compared, channel } = models[isPlain ? "plain" : "segments"];
  const has = (name: string) => columns.some((one) => one.name === name);
  if (has("channel")) return channel;
  return has("odds.joint") ? compared : alone;
}
