import type { F64, LatticeState, TransitionTables } from "../../kernels/types.js";
import { NONE, type Pieces } from "./pieces.js";

/** The probabilities of the pieces' chains. */
export interface PieceChains extends Pieces {
  /** Of each node: the probability that its token has its label. */
  readonly p: Float64Array;
  /** Of each edge from m to n: p(m | n). */
  readonly back: Float64Array;
  /** Of each edge from m to n: p(n | m). */
  readonly forth: Float64Array;
}

/**
 * Forward–backward over the pieces. With ψ_i(n) the exponential of the logit of node n, M the transitions, and the labels
 * beside the piece as they are,
 *
 *     f_i(n) ∝ ψ_i(n) Σ_m f_{i−1}(m) M(m, n)          g_{i−1}(m) ∝ Σ_n M(m, n) ψ_i(n) g_i(n)          p_i(n) ∝ f_i(n) g_i(n)
 *     p(m | n) = f_{i−1}(m) M(m, n) / Σ_m' …          p(n | m) = M(m, n) ψ_i(n) g_i(n) / Σ_n' …
 */
export function pieceChains(
  pieces: Pieces,
  stride: number,
  { leave, beta }: Pick<LatticeState, "leave" | "beta">,
  { M }: TransitionTables,
): PieceChains {
  const { token, pieceStart, before, after, nodeStart, label, edgeStart } = pieces;
  const p = new Float64Array(label.length);
  const back = new Float64Array(edgeStart[token.length]);
  const forth = new Float64Array(edgeStart[token.length]);
  const psi = new Float64Array(label.length);
  for (let i = 0; i < token.length; i++) {
    for (let n = nodeStart[i]; n < nodeStart[i + 1]; n++) {
      const at = token[i] * stride + label[n];
      psi[n] = leave[at] / beta[at];
    }
  }
  const g = new Float64Array(label.length);
  for (let k = 0; k + 1 < pieceStart.length; k++) {
    const [first, last] = [pieceStart[k], pieceStart[k + 1] - 1];
    for (let n = nodeStart[first]; n < nodeStart[first + 1]; n++) {
      p[n] = psi[n] * (before[k] === NONE ? 1 : M[before[k] * stride + label[n]]);
    }
    normalise(p, nodeStart[first], nodeStart[first + 1]);
    for (let i = first + 1; i <= last; i++) {
      const to = nodeStart[i + 1];
      for (let n = nodeStart[i]; n < to; n++) {
        let sum = 0;
        for (let m = nodeStart[i - 1]; m < nodeStart[i]; m++) sum += p[m] * M[label[m] * stride + label[n]];
        const step = to - nodeStart[i];
        let e = edgeStart[i] + n - nodeStart[i];
        for (let m = nodeStart[i - 1]; m < nodeStart[i]; m++, e += step) {
          back[e] = (p[m] * M[label[m] * stride + label[n]]) / sum;
        }
        p[n] = psi[n] * sum;
      }
      normalise(p, nodeStart[i], to);
    }
    for (let n = nodeStart[last]; n < nodeStart[last + 1]; n++) {
      g[n] = after[k] === NONE ? 1 : M[label[n] * stride + after[k]];
    }
    for (let i = last; i >= first; i--) {
      if (i < last) {
        let e = edgeStart[i + 1];
        for (let m = nodeStart[i]; m < nodeStart[i + 1]; m++) {
          const row = label[m] * stride;
          let sum = 0;
          for (let n = nodeStart[i + 1]; n < nodeStart[i + 2]; n++) {
            sum += M[row + label[n]] * psi[n] * g[n];
          }
          for (let n = nodeStart[i + 1]; n < nodeStart[i + 2]; n++) {
            forth[e++] = (M[row + label[n]] * psi[n] * g[n]) / sum;
          }
          g[m] = sum;
        }
        normalise(g, nodeStart[i], nodeStart[i + 1]);
      }
      for (let n = nodeStart[i]; n < nodeStart[i + 1]; n++) p[n] *= g[n];
      normalise(p, nodeStart[i], nodeStart[i + 1]);
    }
  }
  return { ...pieces, p, back, forth };
}

function normalise(values: F64, from: number, to: number): void {
  let sum = 0;
  for (let n = from; n < to; n++) sum += values[n];
  for (let n = from; n < to; n++) values[n] /= sum;
}
