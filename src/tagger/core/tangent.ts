import type { F64 } from "../../kernels/types.js";
import type { PieceChains } from "./chains.js";
import { NONE } from "./pieces.js";

/**
 * The derivative of the pieces' expected features along u, as docs/method.md, Lattice and Hessian, has it of the whole lattice:
 * with V_i(n) the logit of node n under u, Ã the transitions of u,
 *
 *     a_i(n) = V_i(n) + Σ_m p(m | n) (a_{i−1}(m) + Ã(m, n))          b_{i−1}(m) = Σ_n p(n | m) (Ã(m, n) + V_i(n) + b_i(n))
 *     dp_i(n) = w p_i(n) (a_i(n) + b_i(n) − μ)                       μ = Σ_n p_i(n) (a_i(n) + b_i(n)), the same for all i
 *     dp(m, n) = w p_i(n) p(m | n) (a_{i−1}(m) + Ã(m, n) + V_i(n) + b_i(n) − μ)
 */
export class PieceTangent {
  private readonly V: Float64Array;
  private readonly a: Float64Array;
  private readonly b: Float64Array;

  /** @param tokenBlocks N′ × groups: the rows of `scores` that add up to a token's logits */
  constructor(
    private readonly chains: PieceChains,
    private readonly tokenBlocks: Int32Array<ArrayBufferLike>,
    private readonly groups: number,
    private readonly stride: number,
  ) {
    const column = () => new Float64Array(chains.label.length);
    [this.V, this.a, this.b] = [column(), column(), column()];
  }

  /**
   * @param scores rows of `stride`, one a block
   * @param A the transitions of u, C × stride
   * @param dErrors N′ × stride: the nodes' entries are written, the others left
   * @param dEdges C × stride: the derivative of the expected transitions is added
   */
  run(scores: F64, A: F64, dErrors: F64, dEdges: F64): void {
    this.addUp(scores);
    const { pieceStart } = this.chains;
    for (let k = 0; k + 1 < pieceStart.length; k++) {
      this.forward(k, A);
      this.backward(k, A);
      this.write(k, A, dErrors, dEdges);
    }
  }

  private addUp(scores: F64): void {
    const { V, tokenBlocks, groups, stride } = this;
    const { token, nodeStart, label } = this.chains;
    for (let i = 0; i < token.length; i++) {
      const [from, to] = [nodeStart[i], nodeStart[i + 1]];
      for (let n = from; n < to; n++) V[n] = 0;
      for (let g = i * groups; g < (i + 1) * groups; g++) {
        const row = tokenBlocks[g] * stride;
        for (let n = from; n < to; n++) V[n] += scores[row + label[n]];
      }
    }
  }

  private forward(k: number, A: F64): void {
    const { V, a, stride } = this;
    const { pieceStart, before, nodeStart, label, edgeStart, back } = this.chains;
    const first = pieceStart[k];
    for (let n = nodeStart[first]; n < nodeStart[first + 1]; n++) {
      a[n] = V[n] + (before[k] === NONE ? 0 : A[before[k] * stride + label[n]]);
    }
    for (let i = first + 1; i < pieceStart[k + 1]; i++) {
      const [from, to] = [nodeStart[i], nodeStart[i + 1]];
      for (let n = from; n < to; n++) a[n] = V[n];
      let e = edgeStart[i];
      for (let m = nodeStart[i - 1]; m < from; m++) {
        const row = label[m] * stride;
        for (let n = from; n < to; n++) a[n] += back[e++] * (a[m] + A[row + label[n]]);
      }
    }
  }

  private backward(k: number, A: F64): void {
    const { V, b, stride } = this;
    const { pieceStart, after, nodeStart, label, edgeStart, forth } = this.chains;
    const last = pieceStart[k + 1] - 1;
    for (let n = nodeStart[last]; n < nodeStart[last + 1]; n++) {
      b[n] = after[k] === NONE ? 0 : A[label[n] * stride + after[k]];
    }
    for (let i = last; i > pieceStart[k]; i--) {
      let e = edgeStart[i];
      for (let m = nodeStart[i - 1]; m < nodeStart[i]; m++) {
        const row = label[m] * stride;
        let sum = 0;
        for (let n = nodeStart[i]; n < nodeStart[i + 1]; n++) sum += forth[e++] * (A[row + label[n]] + V[n] + b[n]);
        b[m] = sum;
      }
    }
  }

  private write(k: number, A: F64, dErrors: F64, dEdges: F64): void {
    const { V, a, b, stride } = this;
    const { pieceStart, before, after, weight, nodeStart, label, edgeStart, p, back } = this.chains;
    const [first, last, w] = [pieceStart[k], pieceStart[k + 1] - 1, weight[k]];
    for (let i = first; i <= last; i++) {
      const [from, to] = [nodeStart[i], nodeStart[i + 1]];
      let mean = 0;
      for (let n = from; n < to; n++) mean += p[n] * (a[n] + b[n]);
      for (let n = from; n < to; n++) {
        const dp = w * p[n] * (a[n] + b[n] - mean);
        dErrors[i * stride + label[n]] = dp;
        if (i === first && before[k] !== NONE) dEdges[before[k] * stride + label[n]] += dp;
        if (i === last && after[k] !== NONE) dEdges[label[n] * stride + after[k]] += dp;
      }
      if (i === first) continue;
      let e = edgeStart[i];
      for (let m = nodeStart[i - 1]; m < from; m++) {
        const row = label[m] * stride;
        for (let n = from; n < to; n++) {
          dEdges[row + label[n]] += w * p[n] * back[e++] * (a[m] + A[row + label[n]] + V[n] + b[n] - mean);
        }
      }
    }
  }
}
