import { shardStarts } from "../../kernels/costs.js";
import type { NodeChains, Scope } from "../../kernels/types.js";
import type { Nodes } from "./nodeList.js";

/** The nodes in the kernels' memory. */
export function nodeChains(nodes: Nodes, stride: number, scope: Scope): NodeChains {
  const pieces = nodes.weight.length;
  const share = (source: Int32Array) => {
    const array = scope.scratchInt32(source.length);
    array.set(source);
    return array;
  };
  const weight = scope.scratch(nodes.weight.length);
  weight.set(nodes.weight);
  return {
    stride,
    nodes: nodes.label.length,
    pieceStart: share(nodes.pieceStart),
    weight,
    nodeStart: share(nodes.nodeStart),
    label: share(nodes.label),
    gold: share(nodes.gold),
    shardStart: share(Int32Array.from(shardStarts(pieces, (k) => nodes.nodeStart[nodes.pieceStart[k]]))),
  };
}

/** Stride × stride: the gold transitions within pieces, weighted. */
export function goldTransitions({ stride, pieceStart, weight, label, gold }: NodeChains): Float64Array {
  const count = new Float64Array(stride * stride);
  for (let k = 0; k < weight.length; k++) {
    for (let i = pieceStart[k] + 1; i < pieceStart[k + 1]; i++) {
      count[label[gold[i - 1]] * stride + label[gold[i]]] += weight[k];
    }
  }
  return count;
}
