import { NONE } from "../candidates/candidates.js";
import type { Judgements } from "../candidates/table.js";
import type { Column } from "./features.js";

/** What one unit of a figure adds to a log density ratio: [at annotated segments, at missed spans]. */
export type Coefficients = Readonly<Record<string, readonly [number, number]>>;

/** For each sort of error, what tells it from what is right. */
export type Experts = Readonly<Record<string, Coefficients>>;

/** How the shares start, and how many right candidates each candidate is set against before the corpus is looked at. */
const START = 0.01;
const PRIOR_STRENGTH = 3;

const MAX_ROUNDS = 200;
const TOLERANCE = 1e-7;

/**
 * Log odds that each candidate is wrong. Errors are of several sorts k (a habit in types, a habit in bounds, names left
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
export function fuse(judgements: Judgements, evidence: readonly Column[], experts: Experts): Float64Array {
  const { candidates, opinions } = judgements;
  const side = candidates.label.map((label) => (label === NONE ? 1 : 0));
  const densities = Object.values(experts).map((coefficients) => densityRatios(evidence, coefficients, side));
  const shares = sharesOf(densities);
  const right = 1 - shares.reduce((sum, share) => sum + share, 0);
  return opinions.joint.odds.map((odds, i) => {
    if (odds === Number.NEGATIVE_INFINITY) return odds;
    return Math.log(densities.reduce((sum, density, k) => sum + shares[k] * density[i], 0) / right);
  });
}

/** Beyond this a log density ratio says nothing more, and its exponential stays finite in every sum. */
const LIMIT = 100;

/** p(x | k) / p(x | right) of every candidate. @throws Error where evidence and coefficients do not name the same figures */
function densityRatios(evidence: readonly Column[], coefficients: Coefficients, side: Int32Array): Float64Array {
  const named = ["constant", ...evidence.map(({ name }) => name)];
  const missing = [...named, ...Object.keys(coefficients)].find((name) => !coefficients[name] || !named.includes(name));
  if (missing !== undefined) throw new Error(`the evidence and the coefficients do not agree on "${missing}"`);
  const ratios = Float64Array.from(side, (one) => coefficients.constant[one]);
  for (const { name, values } of evidence) {
    const pair = coefficients[name];
    for (let i = 0; i < ratios.length; i++) ratios[i] += pair[side[i]] * values[i];
  }
  return ratios.map((log) => Math.exp(Math.max(-LIMIT, Math.min(LIMIT, log))));
}

/** π_k for each sort's density ratios by candidate: the mode of their posterior, see `fuse`. */
export function sharesOf(densities: readonly Float64Array[]): number[] {
  const count = densities[0].length;
  const strength = PRIOR_STRENGTH * count + 1;
  let shares = densities.map(() => START);
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
