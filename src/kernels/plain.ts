import { heapVectors } from "../math/heapVectors.js";
import { pieceTransitions } from "./costs.js";
import { channelPlainly } from "./plainChannel.js";
import { addRows, gatherNumbers, gatherRows } from "./plainGather.js";
import { shardHessianProduct } from "./plainHessianProduct.js";
import { nodeShardForwardBackward, nodeShardHessianProduct } from "./plainNodes.js";
import { timesMatrix, tokenScores } from "./plainRows.js";
import { plainTwos } from "./plainTwos.js";
import { contractPlainly, multiplyPlainly } from "./singles.js";
import type { Chains, F64, I32, Kernels, LatticeInput, LatticeState, Scope } from "./types.js";

const heap: Scope = {
  float64: (length) => new Float64Array(length),
  scratch: (length) => new Float64Array(length),
  float32: (length) => new Float32Array(length),
  int32: (length) => new Int32Array(length),
  scratchInt32: (length) => new Int32Array(length),
  // The garbage collector's business.
  close() {},
};

/** The hot loops in plain TypeScript: the oracle of the compiled ones, and what serves where those cannot run. */
export const plainKernels: Kernels = {
  ...heap,
  name: "plain",
  threads: 1,
  limit: Number.POSITIVE_INFINITY,
  scope: () => heap,
  vectors: heapVectors,
  lend: () => null,
  gatherRows,
  gatherNumbers,
  addRows,
  scaleRows(rows, scale, stride, out) {
    for (let f = 0, i = 0; f < scale.length; f++) {
      const s = scale[f];
      for (const end = i + stride; i < end; i++) out[i] = s * rows[i];
    }
  },
  addScaledRows(lambda, x, rows, scale, stride, out) {
    for (let f = 0, i = 0; f < scale.length; f++) {
      const s = scale[f];
      for (const end = i + stride; i < end; i++) out[i] = s * rows[i] + lambda * x[i];
    }
  },
  multiply(X, Y, out, { rows, inner, stride }) {
    for (let r = 0; r < rows; r++) {
      timesMatrix(X, r * inner, Y, stride, inner, out.subarray(r * stride, (r + 1) * stride));
    }
  },
  multiplySingles: multiplyPlainly,
  contractSingles: contractPlainly,
  forwardBackward(chains, input, kept, errors, sums) {
    const state = kept ?? transientState(chains);
    addShards(chains, sums.edges, (shard, shardEdges) => {
      sums.loss += shardForwardBackward(chains, shard, input, state, errors, shardEdges);
    });
  },
  channelForwardBackward(chains, input, errors, sums) {
    channelPlainly(plainKernels.forwardBackward, chains, input, errors, sums);
  },
  nodeForwardBackward(chains, logits, A, state, errors, edges) {
    let loss = A.shift * pieceTransitions(chains);
    edges.fill(0);
    addShards(chains, edges, (shard, shardEdges) => {
      loss += nodeShardForwardBackward(chains, shard, logits, A, state, errors, shardEdges);
    });
    return loss;
  },
  nodeHessianProduct(chains, logits, A, MA, state, dErrors, dEdges) {
    dEdges.fill(0);
    addShards(chains, dEdges, (shard, shardEdges) => {
      nodeShardHessianProduct(chains, shard, logits, A, MA, state, dErrors, shardEdges);
    });
  },
  twos: plainTwos((...given) => plainKernels.nodeHessianProduct(...given)),
  hessianProduct(chains, input, directions, kept) {
    const state = kept ?? stateAt(chains, input);
    for (const { scores, tilde, dErrors, dEdges } of directions) {
      addShards(chains, dEdges, (shard, shardEdges) => {
        shardHessianProduct(chains, shard, scores, input.tables, tilde, state, dErrors, shardEdges);
      });
    }
  },
};

const transient = new WeakMap<I32, LatticeState>();

/** Rows for a state that nobody asks for: the same ones for every pass over a corpus, whatever its labels and weights. */
function transientState({ sentenceStart, tokens, stride }: Chains): LatticeState {
  let state = transient.get(sentenceStart);
  if (state?.alpha.length !== tokens * stride) {
    const rows = () => new Float64Array(tokens * stride);
    state = { alpha: rows(), arrive: rows(), leave: rows(), beta: rows() };
    transient.set(sentenceStart, state);
  }
  return state;
}

/** The state of a forward–backward that was not kept. */
function stateAt(chains: Chains, input: LatticeInput): LatticeState {
  const state = transientState(chains);
  const errors = new Float64Array(chains.tokens * chains.stride);
  const edges = new Float64Array(chains.stride ** 2);
  plainKernels.forwardBackward(chains, input, state, errors, { edges, loss: 0 });
  return state;
}

/** Adds to `edges`, shard by shard in order, what `run` adds to a cleared matrix. */
function addShards(
  chains: Pick<Chains, "shardStart">,
  edges: F64,
  run: (shard: number, shardEdges: F64) => void,
): void {
  const shardEdges = new Float64Array(edges.length);
  for (let shard = 0; shard + 1 < chains.shardStart.length; shard++) {
    shardEdges.fill(0);
    run(shard, shardEdges);
    for (let i = 0; i < edges.length; i++) edges[i] += shardEdges[i];
  }
}

function shardForwardBackward(
  chains: Chains,
  shard: number,
  { scores, tagScores, tables: A }: LatticeInput,
  state: LatticeState,
  errors: F64,
  edges: F64,
): number {
  const { labels: C, stride, sentenceStart, gold, weight, shardStart } = chains;
  const { alpha, arrive, leave, beta } = state;
  const logits = new Float64Array(stride);
  const buffer = new Float64Array(stride);
  let loss = 0;
  for (let k = shardStart[shard]; k < shardStart[shard + 1]; k++) {
    const first = sentenceStart[k];
    const end = sentenceStart[k + 1];
    const w = weight[k];
    let sentence = 0;
    for (let t = first; t < end; t++) {
      const row = t * stride;
      tokenScores(chains, t, scores, logits);
      if (tagScores) for (let c = 0; c < C; c++) logits[c] += tagScores[gold[t] * stride + c];
      let max = logits[0];
      for (let c = 1; c < C; c++) if (logits[c] > max) max = logits[c];
      sentence += max - logits[gold[t]];
      // α_t = ψ_t ∘ S_t / z_t with S_t = α_{t−1} M
      if (t === first) buffer.fill(1);
      else timesMatrix(alpha, row - stride, A.M, stride, C, buffer);
      let z = 0;
      for (let c = 0; c < C; c++) {
        const psi = Math.exp(logits[c] - max);
        leave[row + c] = psi;
        const a = psi * buffer[c];
        alpha[row + c] = a;
        z += a;
      }
      const inverse = 1 / z;
      for (let c = 0; c < C; c++) {
        arrive[row + c] = buffer[c];
        alpha[row + c] *= inverse;
        leave[row + c] *= inverse;
      }
      for (let c = C; c < stride; c++) arrive[row + c] = 1;
      sentence += Math.log(z);
    }
    loss += w * sentence;
    buffer.fill(1);
    for (let t = end - 1; t >= first; t--) {
      const row = t * stride;
      // β_{t−1} = M y_t, p_t = α_t ∘ β_t
      for (let c = 0; c < stride; c++) {
        beta[row + c] = buffer[c];
        leave[row + c] *= buffer[c];
        errors[row + c] = w * alpha[row + c] * buffer[c];
      }
      errors[row + gold[t]] -= w;
      if (t === first) break;
      timesMatrix(leave, row, A.Mt, stride, C, buffer);
      addOuter(edges, w, alpha, row - stride, leave, row, stride, C);
    }
  }
  return loss;
}

/** edges ← edges + w x ⊗ y for the rows x at X[x0 …] and y at Y[y0 …]. */
function addOuter(edges: F64, w: number, X: F64, x0: number, Y: F64, y0: number, stride: number, labels: number): void {
  for (let k = 0; k < labels; k++) {
    const x = w * X[x0 + k];
    const row = k * stride;
    for (let c = 0; c < stride; c++) edges[row + c] += x * Y[y0 + c];
  }
}
