import type {
  Chains,
  F64,
  Kernels,
  LatticeState,
  Scope,
  SparseRows,
  TransitionTables,
  TransitionTangent,
} from "./types.js";

const heap: Scope = {
  float64: (length) => new Float64Array(length),
  int32: (length) => new Int32Array(length),
  // The garbage collector's business.
  close() {},
};

/** The hot loops in plain TypeScript: the oracle of the compiled ones, and what serves where those cannot run. */
export const plainKernels: Kernels = {
  ...heap,
  name: "plain",
  threads: 1,
  scope: () => heap,
  gatherRows,
  forwardBackward(chains, U, A, state, errors, edges) {
    let loss = 0;
    sumShards(chains, edges, (shard, shardEdges) => {
      loss += shardForwardBackward(chains, shard, U, A, state, errors, shardEdges);
    });
    return loss;
  },
  tangent(chains, V, A, tilde, state, dErrors, dEdges) {
    sumShards(chains, dEdges, (shard, shardEdges) => {
      shardTangent(chains, shard, V, A, tilde, state, dErrors, shardEdges);
    });
  },
};

/** edges ← Σ over the shards, in order, of what `run` adds to a cleared matrix. */
function sumShards(chains: Chains, edges: F64, run: (shard: number, shardEdges: F64) => void): void {
  const shardEdges = new Float64Array(edges.length);
  edges.fill(0);
  for (let shard = 0; shard + 1 < chains.shardStart.length; shard++) {
    shardEdges.fill(0);
    run(shard, shardEdges);
    for (let i = 0; i < edges.length; i++) edges[i] += shardEdges[i];
  }
}

function gatherRows(matrix: SparseRows, source: F64, out: F64, stride: number): void {
  const { rows, start, index } = matrix;
  for (let r = 0; r < rows; r++) {
    const row = r * stride;
    for (let c = 0; c < stride; c++) out[row + c] = 0;
    for (let i = start[r]; i < start[r + 1]; i++) {
      const column = index[i] * stride;
      for (let c = 0; c < stride; c++) out[row + c] += source[column + c];
    }
  }
}

/** logit_t[c] = Σ_g scores[block_g(t)][c], into out[0 … stride). */
function tokenScores(chains: Chains, t: number, scores: F64, out: F64): void {
  const { stride, groups, tokenBlocks } = chains;
  for (let c = 0; c < stride; c++) out[c] = 0;
  for (let i = t * groups; i < (t + 1) * groups; i++) {
    const row = tokenBlocks[i] * stride;
    for (let c = 0; c < stride; c++) out[c] += scores[row + c];
  }
}

/** out ← xᵀ M for a row x at `at` of X: rows of M in turn, so that the inner loop runs along memory. */
function timesMatrix(X: F64, at: number, M: F64, stride: number, labels: number, out: F64): void {
  for (let c = 0; c < stride; c++) out[c] = 0;
  for (let k = 0; k < labels; k++) {
    const x = X[at + k];
    const row = k * stride;
    for (let c = 0; c < stride; c++) out[c] += x * M[row + c];
  }
}

function shardForwardBackward(
  chains: Chains,
  shard: number,
  U: F64,
  A: TransitionTables,
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
    let sentence = (end - first - 1) * A.shift;
    for (let t = first; t < end; t++) {
      const row = t * stride;
      tokenScores(chains, t, U, logits);
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

function shardTangent(
  chains: Chains,
  shard: number,
  V: F64,
  A: TransitionTables,
  tilde: TransitionTangent,
  state: LatticeState,
  dErrors: F64,
  dEdges: F64,
): void {
  const { labels: C, stride, sentenceStart, weight, shardStart } = chains;
  const { alpha, arrive, leave, beta } = state;
  let longest = 0;
  for (let k = shardStart[shard]; k < shardStart[shard + 1]; k++) {
    longest = Math.max(longest, sentenceStart[k + 1] - sentenceStart[k]);
  }
  // Rows of one sentence: V_t, a_t (forward), r_t = V_t + b_t (backward).
  const v = new Float64Array(longest * stride);
  const a = new Float64Array(longest * stride);
  const r = new Float64Array(stride);
  const product = new Float64Array(stride);
  const one = new Float64Array(stride);
  const two = new Float64Array(stride);
  for (let k = shardStart[shard]; k < shardStart[shard + 1]; k++) {
    const first = sentenceStart[k];
    const T = sentenceStart[k + 1] - first;
    const w = weight[k];
    // a_t(c) = E[direction's score up to t | y_t = c] = V_t(c) + [(α_{t−1}∘a_{t−1}) M + α_{t−1} (M∘Ã)](c) / S_t(c)
    for (let i = 0; i < T; i++) {
      const at = i * stride;
      tokenScores(chains, first + i, V, one);
      v.set(one, at);
      if (i > 0) {
        const before = (first + i - 1) * stride;
        for (let c = 0; c < stride; c++) product[c] = alpha[before + c] * a[at - stride + c];
        timesMatrix(product, 0, A.M, stride, C, one);
        timesMatrix(alpha, before, tilde.MA, stride, C, two);
        const row = before + stride;
        for (let c = 0; c < stride; c++) a[at + c] = v[at + c] + (one[c] + two[c]) / arrive[row + c];
      } else a.set(one, at);
    }
    // b_{t−1}(c) = E[direction's score after t−1 | y_{t−1} = c] = [M (y_t∘r_t) + (M∘Ã) y_t](c) / β_{t−1}(c)
    // The expectation of the whole score, the same at every t, is Σ_c p_t(c) (a_t(c) + b_t(c)): taken at the last token.
    let mean = 0;
    const last = (first + T - 1) * stride;
    for (let c = 0; c < C; c++) mean += alpha[last + c] * beta[last + c] * a[(T - 1) * stride + c];
    for (let c = 0; c < stride; c++) r[c] = v[(T - 1) * stride + c];
    for (let i = T - 1; i >= 0; i--) {
      const at = i * stride;
      const row = (first + i) * stride;
      // dp_t = p_t ∘ (a_t + b_t − mean), with a_t + b_t = a_t + r_t − V_t
      for (let c = 0; c < stride; c++) {
        dErrors[row + c] = w * alpha[row + c] * beta[row + c] * (a[at + c] + r[c] - v[at + c] - mean);
      }
      if (i === 0) break;
      const before = row - stride;
      // d(edges) = M ∘ [(α_{t−1}∘(a_{t−1} − mean)) ⊗ y_t + α_{t−1} ⊗ (y_t∘r_t)] + Ã ∘ edges
      for (let c = 0; c < stride; c++) product[c] = leave[row + c] * r[c];
      for (let j = 0; j < C; j++) {
        const x = w * alpha[before + j];
        const y = x * (a[at - stride + j] - mean);
        const line = j * stride;
        for (let c = 0; c < stride; c++) dEdges[line + c] += y * leave[row + c] + x * product[c];
      }
      timesMatrix(product, 0, A.Mt, stride, C, one);
      timesMatrix(leave, row, tilde.MAt, stride, C, two);
      for (let c = 0; c < stride; c++) r[c] = v[at - stride + c] + (one[c] + two[c]) / beta[before + c];
    }
  }
}
