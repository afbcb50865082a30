import type { F64, NodeChains, NodeState } from "../../kernels/types.js";
import type { Nodes } from "./nodeList.js";

// What is made once for a part. Engines compile a function with several such loops again at each of them, so these are functions of their own.

/** Writes what an entry of each weight's feature counts for. @param places of the weights in θ, whose rows are of `stride` labels */
export function fillScale(out: F64, scale: F64, places: Int32Array, stride: number): void {
  for (let j = 0; j < places.length; j++) out[j] = scale[Math.trunc(places[j] / stride)];
}

/** Writes the logit of each node at the lattice's point, up to a constant for each token. */
export function fillLogits(out: F64, { psi, offset }: Nodes): void {
  for (let n = 0; n < psi.length; n++) out[n] = Math.log(psi[n]) + offset[n];
}

/** Writes w p (1 − p) of each node. */
export function fillVariances(
  out: F64,
  { pieceStart, nodeStart, weight }: NodeChains,
  { alpha, beta }: Pick<NodeState, "alpha" | "beta">,
): void {
  for (let k = 0; k < weight.length; k++) {
    for (let n = nodeStart[pieceStart[k]]; n < nodeStart[pieceStart[k + 1]]; n++) {
      const p = alpha[n] * beta[n];
      out[n] = weight[k] * p * (1 - p);
    }
  }
}
