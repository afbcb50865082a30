import type { FindingOpinions } from "../../findings/opinions.js";
import { at } from "../../math/at.js";
import { logistic } from "../../math/logistic.js";
import { shiftTo } from "../../math/shift.js";
import { median } from "../../math/statistics.js";
import { type Candidates, NONE } from "../candidates/candidates.js";
import type { ScoredCandidates } from "../candidates/table.js";
import { coefficients } from "../coefficients/coefficients.js";
import type { Scores } from "./score.js";

/** What two audits of one corpus say of its candidates, one by taggers that read token states and one by taggers that do not. */
export interface Opinions {
  /** Length `count`: log odds that the candidate is wrong; NaN where the audit has no such candidate. */
  readonly withoutStates: Float64Array;
  /** Length `count`: the same by the other audit; −∞ where there is no other way to annotate it. */
  readonly withStates: Float64Array;
}

/** Both as probabilities. */
export function opinionsAt({ withoutStates, withStates }: Opinions, row: number): FindingOpinions {
  const x = at(withoutStates, row);
  return { withoutStates: Number.isNaN(x) ? null : logistic(x), withStates: logistic(at(withStates, row)) };
}

/** The audit without states: its candidates with their log odds, and what speaks for an error of each by itself. */
interface Other extends Pick<Scores, "single"> {
  readonly table: Pick<ScoredCandidates, "candidates" | "logOdds">;
}

/**
 * One score from those of two audits, x without token states and y with them, which are wrong about different labels: a logarithmic opinion
 * pool (Genest & Zidek 1986). Its weights sum to 1, for the two have most of their evidence in common, and so have x and y their prior,
 *
 *     z_i = (1 − w) x_i + w y_i + s        s: Σ_i σ(z_i) = ½ Σ_i (σ(x_i) + σ(y_i))
 *
 * A pool of opinions that differ is less sure than they are; s makes it expect as many errors as the two do in the mean. The evidence of single
 * errors is (1 − w) e'_i + w e''_i. Patterns have raised x, and raise z no more: counted again they rank errors lower (bench/encoders/RESULTS.md).
 *
 * Of a missed span, x is the largest of those that share a token with it; without one, the median of all: the taggers without states see
 * no reason to look at it.
 *
 * @param candidates those of the audit with states
 * @param own its scores of them
 */
export function joinOpinions(
  candidates: Candidates,
  own: Scores,
  { table, single }: Other,
  { withStates: w } = coefficients.opinions,
): Scores & { readonly opinions: Opinions } {
  const sides = sidesOf(candidates);
  const pooled = (x: Float64Array, y: Float64Array) => y.map((one, i) => (1 - w) * at(x, i) + w * one);
  const withoutStates = matched(candidates, table.candidates, table.logOdds);
  const x = withMedians(withoutStates, sides);
  const logOdds = pooled(x, own.logOdds);
  const open = [...logOdds.keys()].filter((i) => at(own.logOdds, i) > Number.NEGATIVE_INFINITY);
  const expected = open.reduce((sum, i) => sum + logistic(at(x, i)) + logistic(at(own.logOdds, i)), 0) / 2;
  const s = shiftTo(
    open.map((i) => at(logOdds, i)),
    expected / open.length,
  );
  return {
    logOdds: logOdds.map((z) => z + s),
    single: pooled(withMedians(matched(candidates, table.candidates, single), sides), own.single),
    opinions: { withoutStates, withStates: own.logOdds },
  };
}

/** The rows of annotated segments, and those of missed spans. */
function sidesOf({ label }: Candidates): readonly (readonly number[])[] {
  const rows = [...label.keys()];
  return [rows.filter((i) => label[i] !== NONE), rows.filter((i) => label[i] === NONE)];
}

/**
 * A figure of the other audit's candidates for each of these, NaN where there is none. Annotated segments are rows of both, in one order; for a missed
 * span it is the largest of those that share a token with it.
 */
function matched({ count, start, end, label }: Candidates, others: Candidates, values: Float64Array): Float64Array {
  const figures = new Float64Array(count).fill(Number.NaN);
  const ofToken = new Map<number, number>();
  for (let j = 0; j < others.count; j++) {
    const value = at(values, j);
    if (value === Number.NEGATIVE_INFINITY) continue;
    if (others.label[j] !== NONE) figures[j] = value;
    else
      for (let t = at(others.start, j); t < at(others.end, j); t++)
        ofToken.set(t, Math.max(value, ofToken.get(t) ?? Number.NEGATIVE_INFINITY));
  }
  for (let i = 0; i < count; i++) {
    if (label[i] !== NONE) continue;
    for (let t = at(start, i); t < at(end, i); t++) {
      const value = ofToken.get(t);
      if (value !== undefined && !(figures[i] >= value)) figures[i] = value;
    }
  }
  return figures;
}

/** With the median of its side where there is no figure. */
function withMedians(figures: Float64Array, sides: readonly (readonly number[])[]): Float64Array {
  const filled = figures.slice();
  for (const side of sides) {
    const middle = median(side.map((i) => at(figures, i)).filter((x) => !Number.isNaN(x))) ?? 0;
    for (const i of side) if (Number.isNaN(filled[i])) filled[i] = middle;
  }
  return filled;
}
