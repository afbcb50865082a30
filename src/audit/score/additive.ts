import { logistic, logit } from "../../math/logistic.js";
import { NONE } from "../candidates/candidates.js";
import type { CandidateTable } from "../candidates/table.js";
import type { AdditiveModel, SingleModel, Slopes } from "../coefficients/coefficients.js";
import type { Column } from "./features.js";
import { singleShare } from "./singleShare.js";

/** Candidates and whether they can be annotated in another way, which is all that a model needs besides the features. */
export type Judged = Pick<CandidateTable, "candidates" | "opinions">;

/**
 * Log odds that each candidate is wrong, by an additive logistic regression that was learnt where the errors are known (a generalised additive
 * model: Hastie & Tibshirani 1986). Each feature x_j counts by a function f_j that rises, in pieces that are straight, and is another
 * one for annotated segments than for missed spans; how far all of it is trusted depends on the amount of noise that it finds,
 *
 *     z_i = Σ_j f_j(x_ij)                                      f_j ↑
 *     log p_i / (1 − p_i) = a + b z_i + c log n + d log q̄       n = mean_i σ(z_i + z_0),  q̄ the share that the noise channel finds
 *
 * @returns −∞ where there is no other way to annotate the candidate
 */
export function additiveLogOdds(
  table: Judged,
  features: readonly Column[],
  model: Pick<AdditiveModel, "slopes" | "calibration">,
): Float64Array {
  const side = sidesOf(table);
  const z = evidenceOf(side, features, model);
  const { constant, slope, found, channel, from } = model.calibration;
  const shifted = z.map((x, i) => x + from[side[i]]);
  const noise = found * logMean(shifted) + channel * logMean(columnOf(features, "channel"));
  return ofOpen(table, (i) => constant[side[i]] + slope[side[i]] * z[i] + noise);
}

/**
 * What speaks for an error of each candidate by itself: e_i = b + Σ_j f_j(x_ij), log odds less log π/(1 − π) of the share π of errors.
 *
 * @returns −∞ where there is no other way to annotate the candidate
 */
export function singleEvidence(table: Judged, features: readonly Column[], model: SingleModel): Float64Array {
  const side = sidesOf(table);
  const z = evidenceOf(side, features, model);
  return ofOpen(table, (i) => model.constant[side[i]] + z[i]);
}

/**
 * Log odds that one or the other is so: with the log odds a and b, e^a + e^b + e^(a+b), where b = e + log π/(1 − π).
 *
 * @param model π, by `singleShare`
 */
export function withSingleErrors(logOdds: Float64Array, single: Float64Array, model: SingleModel): Float64Array {
  const share = singleShare(single, model);
  if (share === 0) return logOdds;
  const prior = logit(share);
  return logOdds.map((a, i) => {
    const b = single[i] + prior;
    const most = Math.max(a, b, a + b);
    if (most === Number.NEGATIVE_INFINITY) return most;
    return most + Math.log(Math.exp(a - most) + Math.exp(b - most) + Math.exp(a + b - most));
  });
}

/** 0 of annotated segments, 1 of missed spans. */
const sidesOf = ({ candidates }: Judged) => candidates.label.map((label) => (label === NONE ? 1 : 0));

function ofOpen({ opinions }: Judged, of: (i: number) => number): Float64Array {
  return opinions.theta.odds.map((odds, i) => (odds === Number.NEGATIVE_INFINITY ? odds : of(i)));
}

/** z: the sum of what the features say. @throws Error where a slope is of no feature */
export function evidenceOf(
  side: Int32Array,
  features: readonly Column[],
  { slopes }: Pick<AdditiveModel, "slopes">,
): Float64Array {
  const z = new Float64Array(side.length);
  for (const [name, own] of Object.entries(slopes)) {
    const column = features.find((one) => one.name === name);
    if (!column) throw new Error(`no feature is called "${name}"`);
    for (let i = 0; i < z.length; i++) z[i] += pieced(column.values[i], column.knots, own[side[i]]);
  }
  return z;
}

/** f(x): straight pieces between the knots, 0 at the first of them; without knots, one piece through the origin. */
export function pieced(x: number, knots: readonly number[], slopes: Slopes[number]): number {
  if (knots.length === 0) return slopes[0] * x;
  let value = slopes[0] * Math.min(0, x - knots[0]);
  for (let p = 0; p < knots.length && x > knots[p]; p++) {
    value += slopes[p + 1] * (Math.min(x, knots[p + 1] ?? Number.POSITIVE_INFINITY) - knots[p]);
  }
  return value;
}

/** Least share of noise that is told from none. */
const LEAST = 1e-5;

/** log of the mean probability of these log odds; 0 of none, which then counts nothing. */
export function logMean(logOdds: ArrayLike<number> | undefined): number {
  if (!logOdds?.length) return 0;
  let sum = 0;
  for (let i = 0; i < logOdds.length; i++) sum += logistic(logOdds[i]);
  return Math.log(LEAST + sum / logOdds.length);
}

const columnOf = (features: readonly Column[], name: string) => features.find((one) => one.name === name)?.values;
