/**
 * Eigenvalues and eigenvectors of a symmetric matrix: A v_i = λ_i v_i. By Householder's reduction to a tridiagonal matrix, and
 * implicit QL with Wilkinson's shift; source: Golub & Van Loan, Matrix Computations, chapter 8. O(n³).
 */
export interface Eigen {
  /** Length n, descending. */
  readonly values: Float64Array;
  /** n × n: v_i in row i, of length 1; its element of largest magnitude is positive. */
  readonly vectors: Float64Array;
}

/** Steps of QL for one eigenvalue; two or three are usual. */
const MOST_STEPS = 60;

/** @param matrix n × n, symmetric, of finite numbers; of any rank: eigenvalues have an error of about ε ‖A‖ */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const scale = powerOfTwoNear(matrix.reduce((most, x) => Math.max(most, Math.abs(x)), 0));
  const { diagonal, offDiagonal, basis } = tridiagonal(
    matrix.map((x) => x / scale),
    n,
  );
  diagonalise(diagonal, offDiagonal, basis, n);
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[b] - diagonal[a] || a - b);
  const values = Float64Array.from(order, (i) => diagonal[i] * scale);
  const vectors = new Float64Array(n * n);
  order.forEach((i, row) => {
    const v = basis.subarray(i * n, (i + 1) * n);
    const sign = v.reduce((most, x) => (Math.abs(x) > Math.abs(most) ? x : most), 0) < 0 ? -1 : 1;
    for (let j = 0; j < n; j++) vectors[row * n + j] = sign * v[j];
  });
  return { values, vectors };
}

/** What numbers of a size are divided by so that their squares neither overflow nor vanish; exactly. */
function powerOfTwoNear(size: number): number {
  return size > 0 ? 2 ** Math.max(-1000, Math.floor(Math.log2(size))) : 1;
}

interface Tridiagonal {
  /** Length n. */
  readonly diagonal: Float64Array;
  /** Length n: element i couples i and i + 1; the last is 0. */
  readonly offDiagonal: Float64Array;
  /** n × n: A = basisᵀ T basis. */
  readonly basis: Float64Array;
}

/** Reflects A so that column by column nothing is left below the element next to the diagonal. Uses A up. */
function tridiagonal(A: Float64Array, n: number): Tridiagonal {
  const offDiagonal = new Float64Array(n);
  /** v_k and 2 / ‖v_k‖², 0 where there was nothing to reflect. */
  const reflections: { readonly v: Float64Array; readonly factor: number }[] = [];
  for (let k = 0; k + 1 < n; k++) {
    const v = new Float64Array(n);
    let rest = 0;
    for (let i = n - 1; i > k; i--) {
      v[i] = A[i * n + k];
      if (i > k + 1) rest += v[i] * v[i];
    }
    const norm = Math.sqrt(rest + v[k + 1] * v[k + 1]);
    const length = v[k + 1] > 0 ? -norm : norm;
    const isDone = rest === 0;
    offDiagonal[k] = isDone ? v[k + 1] : length;
    v[k + 1] -= length;
    const factor = isDone ? 0 : 2 / (rest + v[k + 1] * v[k + 1]);
    reflections.push({ v, factor });
    if (factor > 0) reflectBoth(A, n, k + 1, v, factor);
  }
  const diagonal = new Float64Array(n).map((_, i) => A[i * n + i]);
  const basis = new Float64Array(n * n);
  for (let i = 0; i < n; i++) basis[i * n + i] = 1;
  for (let k = n - 2; k >= 0; k--) {
    const { v, factor } = reflections[k];
    // Rows before k + 1 are still those of the identity, which v does not meet.
    for (let i = k + 1; factor > 0 && i < n; i++)
      addMultiple(basis, i * n, v, -factor * along(basis, i * n, v, k + 1), k + 1);
  }
  return { diagonal, offDiagonal, basis };
}

/** A ← H A H with H = I − factor v vᵀ, on the rows and columns from `first` on. */
function reflectBoth(A: Float64Array, n: number, first: number, v: Float64Array, factor: number): void {
  const w = new Float64Array(n);
  let vw = 0;
  for (let i = first; i < n; i++) {
    w[i] = factor * along(A, i * n, v, first);
    vw += w[i] * v[i];
  }
  for (let i = first; i < n; i++) w[i] -= (factor / 2) * vw * v[i];
  for (let i = first; i < n; i++) {
    addMultiple(A, i * n, v, -w[i], first);
    addMultiple(A, i * n, w, -v[i], first);
  }
}

/** Σ_{j ≥ first} A[row + j] v[j] */
function along(A: Float64Array, row: number, v: Float64Array, first: number): number {
  let sum = 0;
  for (let j = first; j < v.length; j++) sum += A[row + j] * v[j];
  return sum;
}

/** A[row + j] += a v[j] for j ≥ first */
function addMultiple(A: Float64Array, row: number, v: Float64Array, a: number, first: number): void {
  for (let j = first; j < v.length; j++) A[row + j] += a * v[j];
}

/**
 * Turns T into its eigenvalues, on the diagonal, and the rows of the basis into the eigenvectors.
 *
 * A coupling counts as none where it is rounding relative to ‖T‖ (EISPACK's tql2): relative to its own neighbours it may never become
 * so, as in the null space of a matrix of low rank, which is rounding as a whole.
 */
function diagonalise(d: Float64Array, e: Float64Array, basis: Float64Array, n: number): void {
  const least = Number.EPSILON * d.reduce((most, x, i) => Math.max(most, Math.abs(x) + Math.abs(e[i])), 0);
  for (let l = 0; l < n; l++) {
    for (let step = 0; ; step++) {
      let m = l;
      while (m + 1 < n && Math.abs(e[m]) > least) m++;
      if (m === l) break;
      if (step === MOST_STEPS) throw new Error("an eigenvalue does not converge");
      sweep(d, e, basis, n, l, m);
    }
  }
}

/** One implicit QL step on the block l … m, by rotations of neighbours from its end to its start. */
function sweep(d: Float64Array, e: Float64Array, basis: Float64Array, n: number, l: number, m: number): void {
  const half = (d[l + 1] - d[l]) / (2 * e[l]);
  const root = Math.sqrt(half * half + 1);
  let g = d[m] - d[l] + e[l] / (half + (half < 0 ? -root : root));
  let [s, c, p] = [1, 1, 0];
  for (let i = m - 1; i >= l; i--) {
    const f = s * e[i];
    const b = c * e[i];
    const r = Math.sqrt(f * f + g * g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] -= p;
      e[m] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    const shifted = d[i + 1] - p;
    const t = (d[i] - shifted) * s + 2 * c * b;
    p = s * t;
    d[i + 1] = shifted + p;
    g = c * t - b;
    for (let j = 0, x = i * n, y = (i + 1) * n; j < n; j++, x++, y++) {
      const high = basis[y];
      basis[y] = s * basis[x] + c * high;
      basis[x] = c * basis[x] - s * high;
    }
  }
  d[l] -= p;
  e[l] = g;
  e[m] = 0;
}
