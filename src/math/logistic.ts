/** Rows of features with what they should be told apart into. */
export interface Examples {
  readonly rows: number;
  readonly columns: number;
  /** rows × columns, row-major. */
  readonly x: Float64Array;
  /** Length rows: 0 or 1. */
  readonly y: ArrayLike<number>;
  /** Length rows: how much each counts. */
  readonly weight: ArrayLike<number>;
}

/** A Gaussian prior on the coefficients: independent, with a mean and a precision each. */
export interface Prior {
  readonly mean: Float64Array;
  readonly precision: Float64Array;
}

/** 1 / (1 + e^(−x)): the probability that log odds x stand for. */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

const MAX_ITERATIONS = 100;
const TOLERANCE = 1e-10;

/**
 * Logistic regression: the b that minimises
 *
 *     Σ_i w_i log(1 + exp(−±x_i·b)) + ½ Σ_j r_j (b_j − m_j)²
 *
 * by Newton's method with step halving. Strictly convex where every precision is above 0, so there is one.
 */
export function logisticRegression(examples: Examples, { mean, precision }: Prior): Float64Array {
  const d = examples.columns;
  let b = Float64Array.from(mean);
  let { value, gradient, hessian } = at(examples, b, mean, precision);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const step = solve(hessian, gradient, d);
    const decrease = step.reduce((sum, s, j) => sum + s * gradient[j], 0);
    if (decrease <= TOLERANCE) break;
    for (let size = 1; ; size /= 2) {
      const trial = b.map((x, j) => x - size * step[j]);
      const next = at(examples, trial, mean, precision);
      if (next.value <= value - 1e-4 * size * decrease || size < 1e-6) {
        b = trial;
        ({ value, gradient, hessian } = next);
        break;
      }
    }
  }
  return b;
}

function at(
  { rows, columns: d, x, y, weight }: Examples,
  b: Float64Array,
  mean: Float64Array,
  precision: Float64Array,
) {
  const gradient = b.map((bj, j) => precision[j] * (bj - mean[j]));
  const hessian = new Float64Array(d * d);
  let value = 0;
  for (let j = 0; j < d; j++) {
    value += (precision[j] / 2) * (b[j] - mean[j]) ** 2;
    hessian[j * d + j] = precision[j];
  }
  for (let i = 0; i < rows; i++) {
    const row = x.subarray(i * d, (i + 1) * d);
    let z = 0;
    for (let j = 0; j < d; j++) z += row[j] * b[j];
    const p = logistic(z);
    // log(1 + e^z) − y z, without overflow
    value += weight[i] * (Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - y[i] * z);
    const residual = weight[i] * (p - y[i]);
    const curvature = weight[i] * p * (1 - p);
    for (let j = 0; j < d; j++) {
      gradient[j] += residual * row[j];
      const scaled = curvature * row[j];
      for (let k = 0; k <= j; k++) hessian[j * d + k] += scaled * row[k];
    }
  }
  return { value, gradient, hessian };
}

/** x with H x = g for a symmetric positive definite H (its lower triangle), by Cholesky. */
function solve(H: Float64Array, g: Float64Array, d: number): Float64Array {
  const L = Float64Array.from(H);
  for (let j = 0; j < d; j++) {
    for (let k = 0; k < j; k++) L[j * d + j] -= L[j * d + k] ** 2;
    L[j * d + j] = Math.sqrt(L[j * d + j]);
    for (let i = j + 1; i < d; i++) {
      for (let k = 0; k < j; k++) L[i * d + j] -= L[i * d + k] * L[j * d + k];
      L[i * d + j] /= L[j * d + j];
    }
  }
  const x = Float64Array.from(g);
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < i; k++) x[i] -= L[i * d + k] * x[k];
    x[i] /= L[i * d + i];
  }
  for (let i = d - 1; i >= 0; i--) {
    for (let k = i + 1; k < d; k++) x[i] -= L[k * d + i] * x[k];
    x[i] /= L[i * d + i];
  }
  return x;
}
