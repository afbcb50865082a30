import type { VectorSpace } from "./space.js";
import { dot, sumScaled } from "./vector.js";

/** Vectors on JavaScript's heap: the oracle of other spaces, and what serves where there is none. */
export const heapVectors: VectorSpace = {
  vector: (length) => new Float64Array(length),
  scratch: (length) => new Float64Array(length),
  single: (length) => new Float32Array(length),
  // The garbage collector's business.
  release() {},
  holds: () => true,
  dot,
  sumScaled,

  step(x, r, a, p, q, m) {
    let rr = 0;
    let rmr = 0;
    for (let i = 0; i < x.length; i++) {
      x[i] += a * p[i];
      const next = r[i] - a * q[i];
      r[i] = next;
      rr += next * next;
      rmr += m[i] * next * next;
    }
    return [rr, rmr];
  },

  updateDirection(p, b, m, r) {
    for (let i = 0; i < p.length; i++) p[i] = m[i] * r[i] + b * p[i];
  },

  difference(slot, m, after, before, { s, y }) {
    for (let i = 0; i < slot.length; i++) slot[i] = m[i] * (after[i] - before[i]);
    const products = new Float64Array(4 * s.length);
    for (let k = 0; k < s.length; k++) {
      for (const [at, v] of [[4 * k, s[k]] as const, [4 * k + 2, y[k]] as const]) {
        for (let i = 0; i < slot.length; i++) {
          products[at] += v[i] * m[i] * after[i];
          products[at + 1] += v[i] * slot[i];
        }
      }
    }
    return products;
  },

  direction(out, slot, m, g, gamma, coefficients, { s, y }) {
    let slope = 0;
    let square = 0;
    for (let i = 0; i < out.length; i++) {
      let sum = gamma * m[i] * g[i];
      for (let k = 0; k < s.length; k++) sum += coefficients[2 * k] * s[k][i] + coefficients[2 * k + 1] * y[k][i];
      slot[i] = sum;
      out[i] = m[i] * slot[i];
      slope += out[i] * g[i];
      square += out[i] * out[i];
    }
    return [slope, square];
  },

  gram(xs, ys, m) {
    const K = xs.length;
    const products = new Float64Array(K * K);
    xs.forEach((x, i) => {
      for (let j = i; j < K; j++) {
        let sum = 0;
        for (let k = 0; k < x.length; k++) sum += (m ? m[k] * x[k] : x[k]) * ys[j][k];
        products[i * K + j] = sum;
        products[j * K + i] = sum;
      }
    });
    return products;
  },

  combine(outs, ys, c, xs, m) {
    const K = outs.length;
    const row = new Float64Array(K);
    for (let k = 0; k < (outs[0]?.length ?? 0); k++) {
      for (let j = 0; j < K; j++) {
        let sum = m ? m[k] * ys[j][k] : ys[j][k];
        for (let i = 0; i < K; i++) sum += c[i * K + j] * xs[i][k];
        row[j] = sum;
      }
      for (let j = 0; j < K; j++) outs[j][k] = row[j];
    }
  },
};
