import { NONE } from "../candidates/candidates.js";
import type { ComparedTable } from "../candidates/table.js";
import type { ErrorModels, ModelCoefficients } from "../coefficients/coefficients.js";
import { coefficients } from "../coefficients/coefficients.js";
import type { Column } from "./features.js";

const MIXTURE = coefficients.mixture;

const MAX_ROUNDS = 200;
const TOLERANCE = 1e-7;

/**
 * Log odds that each candidate is wrong. Errors are of several sorts k (systematic in types or in bounds, names left
 * out, slips), and what tells one sort says little of another; nor is it known how much of each a corpus has. So each sort
 * has a logistic regression of its own, learnt where the errors are known, which gives its density against what is right,
 *
 *     log p(x | k) / p(x | right) = b_{k,0} + Σ_j b_{k,j} x_j
 *
 * and the shares π_k of the sorts are those under which this corpus's evidence is likeliest, by expectation maximisation
 * (Saerens, Latinne & Decaestecker 2002, Adjusting the outputs of a classifier to new a priori probabilities), with a prior
 * that speaks for few errors. The score is p = Σ_k π_k p(x|k) / (Σ_k π_k p(x|k) + (1 − Σ_k π_k) p(x|right)).
 *
 * @returns log p / (1 − p); −∞ where there is no other way to annotate the candidate
 */
export function mixtureLogOdds(table: ComparedTable, evidence: readonly Column[], models: ErrorModels): Float64Array {
  const { candidates, opinions } = table;
  const side = candidates.label.map((label) => (label === NONE ? 1 : 0));
  const densities = Object.values(models).map((coefficients) => densityRatios(evidence, coefficients, side));
  const shares = sharesOf(densities);
  const right = 1 - shares.reduce((sum, share) => sum + share, 0);
  return opinions.joint.odds.map((odds, i) => {
    if (odds === Number.NEGATIVE_INFINITY) return odds;
    return Math.log(densities.reduce((sum, density, k) => sum + shares[k] * density[i], 0) / right);
  });
}

/** p(x | k) / p(x | right) of every candidate. @throws Error where a coefficient is of no feature */
function densityRatios(evidence: readonly Column[], coefficients: ModelCoefficients, side: Int32Array): Float64Array {
  const unknown = Object.keys(coefficients).find(
    (name) => name !== "constant" && !evidence.some((one) => one.name === name),
  );
  if (unknown !== undefined) throw new Error(`no feature is called "${unknown}"`);
  const { constant = [0, 0] } = coefficients;
  const ratios = Float64Array.from(side, (one) => constant[one]);
  for (const { name, values } of evidence) {
    const pair = coefficients[name];
    if (pair) for (let i = 0; i < ratios.length; i++) ratios[i] += pair[side[i]] * values[i];
  }
  return ratios.map((log) => Math.exp(Math.max(-MIXTURE.limit, Math.min(MIXTURE.limit, log))));
}

/** π_k for each sort's density ratios by candidate: the mode of their posterior, see `mixtureLogOdds`. */
export function sharesOf(densities: readonly Float64Array[]): number[] {
  const count = densities[0].length;
  const strength = MIXTURE.priorStrength * count + 1;
  let shares = densities.map(() => MIXTURE.start);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const right = 1 - shares.reduce((sum, share) => sum + share, 0);
    const expected = new Float64Array(shares.length);
    for (let i = 0; i < count; i++) {
      let whole = right;
      for (let k = 0; k < shares.length; k++) whole += shares[k] * densities[k][i];
      for (let k = 0; k < shares.length; k++) expected[k] += (shares[k] * densities[k][i]) / whole;
    }
    const next = Array.from(expected, (sum) => (sum + 1) / (count + shares.length + strength));
    const moved = Math.max(...next.map((share, k) => Math.abs(share - shares[k])));
    shares = next;
    if (moved < TOLERANCE) break;
  }
  return shares;
}
