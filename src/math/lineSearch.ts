/** φ(α) and φ'(α) along a descent direction. */
export interface LinePoint {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

const ARMIJO = 1e-4;
const CURVATURE = 0.9;
const MAX_TRIALS = 40;

/**
 * Finds a step that meets the strong Wolfe conditions along a convex φ with φ'(0) < 0.
 *
 * φ' grows along the line, so a sign change of φ' brackets the minimiser and nothing else has to be tracked. Where
 * φ(α) − φ(0) drowns in rounding, Armijo's test is replaced by its slope form (Hager & Zhang 2005, eq. 4.1), without
 * which no search ends near a tight optimum. A sum of many terms that cancel has more rounding than its own size tells,
 * so the allowance for it is wide; slopes are what is believed there.
 *
 * @param phi evaluates φ at a step
 * @returns the point accepted, or null where φ does not descend or rounding leaves no progress to be made
 */
export function wolfeStep(phi: (step: number) => LinePoint, start: LinePoint, firstStep: number): LinePoint | null {
  if (!(start.slope < 0)) return null;
  const rounding = 1e-10 * Math.abs(start.value);
  let low = start;
  let high: LinePoint | null = null;
  let step = firstStep;
  for (let trial = 0; trial < MAX_TRIALS; trial++) {
    const point = phi(step);
    const finite = Number.isFinite(point.value) && Number.isFinite(point.slope);
    if (finite) {
      const armijo = point.value <= start.value + ARMIJO * step * start.slope;
      const flat = point.value <= start.value + rounding && point.slope <= (2 * ARMIJO - 1) * start.slope;
      if ((armijo || flat) && Math.abs(point.slope) <= CURVATURE * Math.abs(start.slope)) return point;
    }
    if (!finite || point.slope >= 0 || point.value > start.value + rounding) high = point;
    else low = point;
    if (high === null) step *= 4;
    else {
      const next = interpolate(low, high);
      if (next === step || high.step - low.step <= 1e-16 * high.step) return null;
      step = next;
    }
  }
  return low.step > 0 ? low : null;
}

/** The minimiser of the cubic through both ends (Nocedal & Wright 2006, eq. 3.59), kept off the ends; else bisection. */
function interpolate(low: LinePoint, high: LinePoint): number {
  const width = high.step - low.step;
  const middle = low.step + width / 2;
  if (!Number.isFinite(high.value) || !Number.isFinite(high.slope)) return low.step + width / 10;
  const d1 = low.slope + high.slope - (3 * (low.value - high.value)) / (low.step - high.step);
  const root = d1 * d1 - low.slope * high.slope;
  if (!(root >= 0)) return middle;
  const d2 = Math.sqrt(root);
  const step = high.step - (width * (high.slope + d2 - d1)) / (high.slope - low.slope + 2 * d2);
  return step > low.step + 0.05 * width && step < high.step - 0.05 * width ? step : middle;
}
