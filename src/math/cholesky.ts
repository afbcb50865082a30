/** Below this share of its diagonal element a pivot is rounding. */
const LEAST = 1e-11;

/** L with A = L Lᵀ for a symmetric A, K × K row by row; null where A is not positive definite to rounding. */
export function cholesky(A: Float64Array, K: number): Float64Array | null {
  const L = new Float64Array(K * K);
  for (let i = 0; i < K; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = (A[i * K + j] + A[j * K + i]) / 2;
      for (let k = 0; k < j; k++) sum -= L[i * K + k] * L[j * K + k];
      if (i === j) {
        if (!(sum > LEAST * A[i * K + i])) return null;
        L[i * K + i] = Math.sqrt(sum);
      } else L[i * K + j] = sum / L[j * K + j];
    }
  }
  return L;
}

/** A⁻¹ B for A = L Lᵀ and B, K × `columns` row by row. */
export function solveCholesky(L: Float64Array, B: Float64Array, K: number, columns = K): Float64Array {
  const X = Float64Array.from(B);
  for (let c = 0; c < columns; c++) {
    for (let i = 0; i < K; i++) {
      for (let k = 0; k < i; k++) X[i * columns + c] -= L[i * K + k] * X[k * columns + c];
      X[i * columns + c] /= L[i * K + i];
    }
    for (let i = K - 1; i >= 0; i--) {
      for (let k = i + 1; k < K; k++) X[i * columns + c] -= L[k * K + i] * X[k * columns + c];
      X[i * columns + c] /= L[i * K + i];
    }
  }
  return X;
}
