import { cholesky, solveCholesky } from "../../dist/math/cholesky.js";
import { logistic, softplus } from "../../dist/math/logistic.js";

const MAX_ITERATIONS = 100;
const TOLERANCE = 1e-7;

/**
 * Logistic regression: the b that minimises
 *
 *     Σ_i w_i log(1 + exp(−±x_i·b)) + ½ Σ_j r_j (b_j − m_j)²
 *
 * (with an offset, which is added to x_i·b, where there is one) by Newton's method with step halving. Strictly convex where every precision is above 0, so there is one.
 */
export function logisticRegression(examples, { mean, precision }) {
  const d = examples.columns;
  let b = Float64Array.from(mean);
  let { value, gradient, hessian } = at(examples, b, mean, precision);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const factor = cholesky(hessian, d);
    if (factor === null)
      throw new Error("the Hessian of this regression is singular: give every coefficient a precision");
    const step = solveCholesky(factor, gradient, d, 1);
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

/** The penalised loss, its gradient and its Hessian (d × d). */
function at({ rows, columns: d, x, y, weight, offset }, b, mean, precision) {
  const gradient = b.map((bj, j) => precision[j] * (bj - mean[j]));
  const hessian = new Float64Array(d * d);
  let value = 0;
  for (let j = 0; j < d; j++) {
    value += (precision[j] / 2) * (b[j] - mean[j]) ** 2;
    hessian[j * d + j] = precision[j];
  }
  // Most features of a row are 0: the others, by index.
  const own = new Int32Array(d);
  for (let i = 0; i < rows; i++) {
    const row = x.subarray(i * d, (i + 1) * d);
    let z = offset?.[i] ?? 0;
    let n = 0;
    for (let j = 0; j < d; j++) {
      if (row[j] === 0) continue;
      own[n++] = j;
      z += row[j] * b[j];
    }
    const p = logistic(z);
    // log(1 + e^z) − y z, without overflow
    value += weight[i] * (softplus(z) - y[i] * z);
    const residual = weight[i] * (p - y[i]);
    const curvature = weight[i] * p * (1 - p);
    for (let p = 0; p < n; p++) {
      const j = own[p];
      gradient[j] += residual * row[j];
      const scaled = curvature * row[j];
      for (let q = 0; q <= p; q++) hessian[j * d + own[q]] += scaled * row[own[q]];
    }
  }
  for (let j = 0; j < d; j++) for (let k = 0; k < j; k++) hessian[k * d + j] = hessian[j * d + k];
  return { value, gradient, hessian };
}
