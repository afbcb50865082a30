import { logistic, softplus } from "../../math/logistic.js";
import { coefficients } from "../coefficients/coefficients.js";

/** A finding that somebody has judged. */
export interface JudgedScore {
  /** x: the log odds that it had, before verdicts moved them. */
  readonly logOdds: number;
  readonly isWrong: boolean;
}

/** x' = slope · x + constant. */
export interface Scaling {
  readonly slope: number;
  readonly constant: number;
}

const ROUNDS = 100;
const TOLERANCE = 1e-10;

/**
 * What verdicts say of the scores of a corpus (Platt 1999), shrunk to nothing where they are few. The likeliest a and b of
 *
 *     log p'/(1 − p') = e^a x + b        a ~ N(0, σ_a²)   b ~ N(0, σ_b²)
 *     L(a, b) = −Σ_i log p'_i(y_i) + a²/2σ_a² + b²/2σ_b²
 *
 * by Newton's method with halved steps. e^a keeps the order of the findings.
 *
 * @param prior σ_a and σ_b: how much corpora differ from those that the score was learnt from
 */
export function scalingBy(judged: readonly JudgedScore[], prior = coefficients.verdicts): Scaling {
  const loss = (a: number, b: number): number =>
    judged.reduce(
      (sum, { logOdds, isWrong }) => sum + softplus((isWrong ? -1 : 1) * (Math.exp(a) * logOdds + b)),
      a ** 2 / (2 * prior.slopeDeviation ** 2) + b ** 2 / (2 * prior.constantDeviation ** 2),
    );
  let [a, b, best] = [0, 0, loss(0, 0)];
  for (let round = 0; round < ROUNDS; round++) {
    const [stepA, stepB] = step(judged, a, b, prior);
    let part = 1;
    while (part > TOLERANCE && loss(a - part * stepA, b - part * stepB) > best) part /= 2;
    [a, b] = [a - part * stepA, b - part * stepB];
    const next = loss(a, b);
    if (best - next < TOLERANCE) break;
    best = next;
  }
  return { slope: Math.exp(a), constant: b };
}

/**
 * H⁻¹ ∇L with the second derivatives H; where these are not positive definite, with the expected ones:
 *
 *     I = (J, 1)ᵀ p'(1 − p') (J, 1)    J = ∂(e^a x + b)/∂a = e^a x    H = I + (p' − y) J in a
 */
function step(judged: readonly JudgedScore[], a: number, b: number, prior: typeof coefficients.verdicts) {
  const [precisionA, precisionB] = [prior.slopeDeviation ** -2, prior.constantDeviation ** -2];
  let [gA, gB] = [a * precisionA, b * precisionB];
  let [iAA, iAB, iBB] = [precisionA, 0, precisionB];
  let curvature = 0;
  for (const { logOdds, isWrong } of judged) {
    const J = Math.exp(a) * logOdds;
    const p = logistic(J + b);
    const error = p - Number(isWrong);
    const w = p * (1 - p);
    gA += error * J;
    gB += error;
    iAA += w * J * J;
    iAB += w * J;
    iBB += w;
    curvature += error * J;
  }
  const isConvex = (iAA + curvature) * iBB > iAB * iAB;
  const hAA = isConvex ? iAA + curvature : iAA;
  const determinant = hAA * iBB - iAB * iAB;
  return [(iBB * gA - iAB * gB) / determinant, (hAA * gB - iAB * gA) / determinant] as const;
}

export function scaled({ slope, constant }: Scaling, logOdds: number): number {
  return slope * logOdds + constant;
}

/** The log odds that `scaled` gives these for. */
export function unscaled({ slope, constant }: Scaling, logOdds: number): number {
  return (logOdds - constant) / slope;
}
