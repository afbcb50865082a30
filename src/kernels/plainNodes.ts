import type { F64, NodeChains, NodeState, TransitionTables } from "./types.js";

/**
 * Forward–backward over one shard's pieces, docs/method/model.md, Lattice and Hessian: the sums over labels go over a token's
 * nodes. Returns Σ w (log Z − score of the gold nodes), of which M's shift takes part in neither.
 */
export function nodeShardForwardBackward(
  chains: NodeChains,
  shard: number,
  logits: F64,
  { M }: TransitionTables,
  state: NodeState,
  errors: F64,
  edges: F64,
): number {
  const { stride, pieceStart, weight, nodeStart, label, gold, shardStart } = chains;
  const { alpha, arrive, leave, beta } = state;
  let loss = 0;
  for (let k = shardStart[shard]; k < shardStart[shard + 1]; k++) {
    const [first, end, w] = [pieceStart[k], pieceStart[k + 1], weight[k]];
    let sum = 0;
    for (let t = first; t < end; t++) {
      const [from, to] = [nodeStart[t], nodeStart[t + 1]];
      let max = logits[from];
      for (let n = from + 1; n < to; n++) max = Math.max(max, logits[n]);
      sum += max - logits[gold[t]];
      // α_t = ψ_t ∘ S_t / z_t with S_t = α_{t−1} M
      let z = 0;
      for (let n = from; n < to; n++) {
        let S = t === first ? 1 : 0;
        if (t > first) for (let m = nodeStart[t - 1]; m < from; m++) S += alpha[m] * M[label[m] * stride + label[n]];
        arrive[n] = S;
        leave[n] = Math.exp(logits[n] - max);
        alpha[n] = leave[n] * S;
        z += alpha[n];
      }
      for (let n = from; n < to; n++) {
        alpha[n] /= z;
        leave[n] /= z;
      }
      sum += Math.log(z);
    }
    loss += w * sum;
    for (let t = end - 1; t >= first; t--) {
      const [from, to] = [nodeStart[t], nodeStart[t + 1]];
      for (let n = from; n < to; n++) {
        // β_{t−1} = M y_t with y_t = ψ_t ∘ β_t / z_t, p_t = α_t ∘ β_t
        let b = t === end - 1 ? 1 : 0;
        if (t < end - 1) {
          const row = label[n] * stride;
          for (let m = to; m < nodeStart[t + 2]; m++) b += M[row + label[m]] * leave[m];
          for (let m = to; m < nodeStart[t + 2]; m++) edges[row + label[m]] += w * alpha[n] * leave[m];
        }
        beta[n] = b;
        errors[n] = w * alpha[n] * b;
      }
      for (let n = from; n < to; n++) leave[n] *= beta[n];
      errors[gold[t]] -= w;
    }
  }
  return loss;
}

/** The derivative of one shard's errors and edges along a direction with the logits V and the transitions' table M∘Ã. */
export function nodeShardHessianProduct(
  chains: NodeChains,
  shard: number,
  V: F64,
  { M }: TransitionTables,
  MA: F64,
  state: NodeState,
  dErrors: F64,
  dEdges: F64,
): void {
  const { stride, pieceStart, weight, nodeStart, label, shardStart } = chains;
  const { alpha, arrive, leave, beta } = state;
  for (let k = shardStart[shard]; k < shardStart[shard + 1]; k++) {
    const [first, end, w] = [pieceStart[k], pieceStart[k + 1], weight[k]];
    // dErrors holds a_t(n) = V_t(n) + Σ_m α_{t−1}(m) (M(m, n) a_{t−1}(m) + M∘Ã(m, n)) / S_t(n) until it is done with.
    const a = dErrors;
    for (let t = first; t < end; t++) {
      for (let n = nodeStart[t]; n < nodeStart[t + 1]; n++) {
        let sum = 0;
        if (t > first) {
          for (let m = nodeStart[t - 1]; m < nodeStart[t]; m++) {
            const at = label[m] * stride + label[n];
            sum += alpha[m] * (M[at] * a[m] + MA[at]);
          }
        }
        a[n] = V[n] + sum / arrive[n];
      }
    }
    let mean = 0;
    for (let n = nodeStart[end - 1]; n < nodeStart[end]; n++) mean += alpha[n] * beta[n] * a[n];
    // V holds r_t = V_t + b_t from here on; b_{t−1}(m) = Σ_n (M(m, n) r_t(n) + M∘Ã(m, n)) y_t(n) / β_{t−1}(m)
    for (let t = end - 1; t >= first; t--) {
      for (let n = nodeStart[t]; n < nodeStart[t + 1]; n++) {
        const centred = a[n] - mean;
        let b = 0;
        if (t < end - 1) {
          const row = label[n] * stride;
          const x = w * alpha[n];
          for (let m = nodeStart[t + 1]; m < nodeStart[t + 2]; m++) {
            const at = row + label[m];
            b += (M[at] * V[m] + MA[at]) * leave[m];
            dEdges[at] += x * (centred + V[m]) * leave[m];
          }
          b /= beta[n];
        }
        V[n] += b;
        dErrors[n] = w * alpha[n] * beta[n] * (centred + b);
      }
    }
  }
}
