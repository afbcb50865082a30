import { shapeOf } from "../../src/tagger/shape.js";
import type { Tiny } from "./tiny.js";

/** Every label sequence of the given length. */
export function* paths(labels: number, length: number): Generator<number[]> {
  if (length === 0) yield [];
  else for (const head of paths(labels, length - 1)) for (let c = 0; c < labels; c++) yield [...head, c];
}

/** Φ(y) of sentence k as a dense vector in θ's layout, by the definition. */
export function featureVector(t: Tiny, k: number, y: readonly number[]): Float64Array {
  const { stride, transitions, dimension } = shapeOf(t.labels, t.features);
  const phi = new Float64Array(dimension);
  const { groups, tokenBlocks, blockStart, blockFeatures } = t.encoded;
  y.forEach((label, i) => {
    const token = t.sentenceStart[k] + i;
    for (let g = 0; g < groups; g++) {
      const block = tokenBlocks[token * groups + g];
      for (let j = blockStart[block]; j < blockStart[block + 1]; j++) phi[blockFeatures[j] * stride + label] += 1;
    }
    if (i > 0) phi[transitions + y[i - 1] * stride + label] += 1;
  });
  return phi;
}

const inner = (x: Float64Array, y: Float64Array) => x.reduce((sum, xi, i) => sum + xi * y[i], 0);

/** Gold labels of sentence k. */
export function goldOf(t: Tiny, k: number): number[] {
  return Array.from(t.gold.subarray(t.sentenceStart[k], t.sentenceStart[k + 1]));
}

/** p(y) over the paths of sentence k that agree with gold outside [a, b) (sentence offsets). */
export function distribution(t: Tiny, theta: Float64Array, k: number, a: number, b: number) {
  const gold = goldOf(t, k);
  const rows = [...paths(t.labels, b - a)].map((inside) => {
    const y = [...gold.slice(0, a), ...inside, ...gold.slice(b)];
    const phi = featureVector(t, k, y);
    return { y, phi, score: inner(theta, phi), p: 0 };
  });
  const max = Math.max(...rows.map((row) => row.score));
  const Z = rows.reduce((sum, row) => sum + Math.exp(row.score - max), 0);
  for (const row of rows) row.p = Math.exp(row.score - max) / Z;
  return { rows, logZ: max + Math.log(Z) };
}

/** −log p(y_S | y_−S) and its gradient for S = [a, b) of sentence k; the whole sentence gives ℓ_k. */
export function segmentLoss(t: Tiny, theta: Float64Array, k: number, a: number, b: number) {
  const { rows, logZ } = distribution(t, theta, k, a, b);
  const gold = featureVector(t, k, goldOf(t, k));
  const gradient = gold.map((x) => -x);
  for (const { p, phi } of rows)
    phi.forEach((x, i) => {
      gradient[i] += p * x;
    });
  return { loss: logZ - inner(theta, gold), gradient };
}

/** L(θ) and ∇L(θ) by the definition. */
export function wholeLoss(t: Tiny, theta: Float64Array, lambda: number) {
  let value = (lambda / 2) * inner(theta, theta);
  const gradient = theta.map((x) => lambda * x);
  for (let k = 0; k + 1 < t.sentenceStart.length; k++) {
    const { loss, gradient: g } = segmentLoss(t, theta, k, 0, t.sentenceStart[k + 1] - t.sentenceStart[k]);
    value += t.weight[k] * loss;
    g.forEach((x, i) => {
      gradient[i] += t.weight[k] * x;
    });
  }
  return { value, gradient };
}

/** ∇²L(θ) column by column: Σ w Cov(Φ) + λI, by the definition. */
export function wholeHessian(t: Tiny, theta: Float64Array, lambda: number): Float64Array[] {
  const n = theta.length;
  const H = Array.from({ length: n }, (_, i) => new Float64Array(n).map((_x, j) => (i === j ? lambda : 0)));
  for (let k = 0; k + 1 < t.sentenceStart.length; k++) {
    const { rows } = distribution(t, theta, k, 0, t.sentenceStart[k + 1] - t.sentenceStart[k]);
    const mean = new Float64Array(n);
    for (const { p, phi } of rows)
      phi.forEach((x, i) => {
        mean[i] += p * x;
      });
    for (const { p, phi } of rows) {
      const d = phi.map((x, i) => x - mean[i]);
      for (let i = 0; i < n; i++) if (d[i] !== 0) for (let j = 0; j < n; j++) H[i][j] += t.weight[k] * p * d[i] * d[j];
    }
  }
  return H;
}

/** Zeros in the padding of every label row, as every real θ has. */
export function maskPadding(theta: Float64Array, labels: number): Float64Array {
  const { stride } = shapeOf(labels, 0);
  return theta.map((x, i) => (i % stride < labels ? x : 0));
}
