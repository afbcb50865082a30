/** Dense linear algebra by the textbook: the oracle of everything that only applies matrices. */
export const inner = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
  Array.from(x).reduce((sum, xi, i) => sum + xi * y[i], 0);

/** max |x_i − y_i| */
export const farthest = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
  Array.from(x).reduce((most, xi, i) => Math.max(most, Math.abs(xi - y[i])), 0);

/** ‖x − y‖ / ‖y‖ */
export const relativeDistance = (x: ArrayLike<number>, y: ArrayLike<number>): number => {
  const d = Array.from(x, (xi, i) => xi - y[i]);
  return Math.sqrt(inner(d, d) / inner(y, y));
};

export const times = (H: readonly ArrayLike<number>[], x: ArrayLike<number>): Float64Array =>
  Float64Array.from(H, (row) => inner(row, x));

/** The solution of H x = b for a symmetric positive definite H, by H = L Lᵀ. */
export function choleskySolve(H: readonly ArrayLike<number>[], b: ArrayLike<number>): Float64Array {
  const n = b.length;
  const L = Array.from({ length: n }, () => new Float64Array(n));
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = H[i][j];
      for (let k = 0; k < j; k++) sum -= L[i][k] * L[j][k];
      if (i === j && !(sum > 0)) throw new Error("not positive definite");
      L[i][j] = i === j ? Math.sqrt(sum) : sum / L[j][j];
    }
  }
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= L[i][k] * x[k];
    x[i] /= L[i][i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= L[k][i] * x[k];
    x[i] /= L[i][i];
  }
  return x;
}

/** Q diag(eigenvalues) Qᵀ for an orthogonal Q: a product of n random reflections. */
export function symmetricOf(eigenvalues: readonly number[], next: () => number): Float64Array[] {
  const n = eigenvalues.length;
  const Q = Array.from({ length: n }, (_, i) => new Float64Array(n).map((_x, j) => (i === j ? 1 : 0)));
  for (let turn = 0; turn < n; turn++) {
    const u = Float64Array.from({ length: n }, () => next() - 0.5);
    const scale = 2 / inner(u, u);
    for (const row of Q) {
      const along = scale * inner(row, u);
      for (let j = 0; j < n; j++) row[j] -= along * u[j];
    }
  }
  return Q.map((a) => Float64Array.from(Q, (b) => eigenvalues.reduce((sum, e, k) => sum + e * a[k] * b[k], 0)));
}
