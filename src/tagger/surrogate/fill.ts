import type { F64, NodeChains, NodeState } from "../../kernels/types.js";
import type { Nodes } from "./nodeList.js";

// What is made once for a part. Engines compile a function with several such loops again at each of them, so these are functions of their own.

/** Writes what an entry of each weight's feature counts for. @param places of the weights in θ, whose rows are of `stride` labels */
export function fillScale(out: F64, scale: F64, places: Int32Array, stride: number): void {
  for (let j = 0; j < places.length; j++) out[j] = scale[Math.trunc(places[j] / stride)];
}

/**
 * Writes the logit of each node at the lattice's point, up to a constant for each token, with its transitions out of its piece.
 *
 * @param M exp(A), up to a factor; where that is 0 it stands for the least number above it
 */
export function fillLogits(out: F64, nodes: Nodes, M: F64, stride: number): void {
  const { psi, offset, pieceStart, nodeStart, before, after, label } = nodes;
  for (let n = 0; n < psi.length; n++) out[n] = Math.log(psi[n]) + offset[n];
  const A = Float64Array.from(M, (value) => Math.log(Math.max(value, Number.MIN_VALUE)));
  for (let k = 0; k < before.length; k++) {
    const [start, end] = [pieceStart[k], pieceStart[k + 1]];
    if (before[k] >= 0) {
      for (let n = nodeStart[start]; n < nodeStart[start + 1]; n++) out[n] += A[before[k] * stride + label[n]];
    }
    if (after[k] >= 0) {
      for (let n = nodeStart[end - 1]; n < nodeStart[end]; n++) out[n] += A[label[n] * stride + after[k]];
    }
  }
}

/** Writes w p of each node. */
export function fillMarginals(
  out: F64,
  { pieceStart, nodeStart, weight }: NodeChains,
  { alpha, beta }: Pick<NodeState, "alpha" | "beta">,
): void {
  for (let k = 0; k < weight.length; k++) {
    for (let n = nodeStart[pieceStart[k]]; n < nodeStart[pieceStart[k + 1]]; n++)
      out[n] = weight[k] * alpha[n] * beta[n];
  }
}

/** w p to w p (1 − p) of each node. */
export function toVariances(out: F64, { alpha, beta }: Pick<NodeState, "alpha" | "beta">): void {
  for (let n = 0; n < alpha.length; n++) out[n] *= 1 - alpha[n] * beta[n];
}
