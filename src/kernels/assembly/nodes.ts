import { exp2x } from "./exp";
import { fill } from "./fill";
import { column, get, int, line, NodeJob, put } from "./nodeJob";

function clearEdges(job: NodeJob, shard: i32): usize {
  const square = <usize>job.bytes * (<usize>job.bytes >> 3);
  const edges = <usize>job.shardEdges + <usize>shard * square;
  fill(edges, 0, square);
  return edges;
}

/** Forward–backward over one shard's pieces; the equations stand in kernels/plainNodes.ts. */
export function nodeForwardBackwardShard(job: NodeJob, shard: i32): void {
  const edges = clearEdges(job, shard);
  let loss: f64 = 0;
  for (let k = int(job.shardStart, shard), to = int(job.shardStart, shard + 1); k < to; k++) {
    const first = int(job.pieceStart, k);
    const end = int(job.pieceStart, k + 1);
    const w = get(job.weight, k);
    const scores = shiftedScores(job, first, end);
    loss += w * (forward(job, first, end) - scores);
    backward(job, first, end, w, edges);
  }
  put(job.shardLoss, shard, loss);
}

/** leave ← ψ = exp(logit − max); returns Σ_t (logit_t[y_t] − max_t). */
function shiftedScores(job: NodeJob, first: i32, end: i32): f64 {
  let sum: f64 = 0;
  for (let t = first; t < end; t++) {
    const from = int(job.nodeStart, t);
    const to = int(job.nodeStart, t + 1);
    let max = get(job.logits, from);
    for (let n = from + 1; n < to; n++) max = Math.max(max, get(job.logits, n));
    for (let n = from; n < to; n++) put(job.leave, n, get(job.logits, n) - max);
    sum += get(job.leave, int(job.gold, t));
  }
  let at = job.leave + (<usize>int(job.nodeStart, first) << 3);
  const last = job.leave + (<usize>int(job.nodeStart, end) << 3);
  for (; at + 16 <= last; at += 16) v128.store(at, exp2x(v128.load(at)));
  if (at < last) v128.store64_lane(at, exp2x(v128.load64_splat(at)), 0);
  return sum;
}

/** α, S and ψ/z from ψ in `leave`; returns Σ_t log z_t. */
function forward(job: NodeJob, first: i32, end: i32): f64 {
  let sum: f64 = 0;
  // Π z_t; its logarithm is taken before it could leave the range of doubles.
  let product: f64 = 1;
  for (let t = first; t < end; t++) {
    const from = int(job.nodeStart, t);
    const to = int(job.nodeStart, t + 1);
    let z: f64 = 0;
    for (let n = from; n < to; n++) {
      let S: f64 = 1;
      if (t > first) {
        S = 0;
        const M = job.M + column(job, n);
        for (let m = int(job.nodeStart, t - 1); m < from; m++) S += get(job.alpha, m) * load<f64>(M + line(job, m));
      }
      const a = get(job.leave, n) * S;
      put(job.arrive, n, S);
      put(job.alpha, n, a);
      z += a;
    }
    const inverse = 1 / z;
    for (let n = from; n < to; n++) {
      put(job.alpha, n, get(job.alpha, n) * inverse);
      put(job.leave, n, get(job.leave, n) * inverse);
    }
    product *= z;
    if (product < 1e-150 || product > 1e150) {
      sum += Math.log(product);
      product = 1;
    }
  }
  return sum + Math.log(product);
}

/** β, y and the errors; adds w Σ_t α_{t−1} ⊗ y_t to `edges`. */
function backward(job: NodeJob, first: i32, end: i32, w: f64, edges: usize): void {
  for (let t = end - 1; t >= first; t--) {
    const from = int(job.nodeStart, t);
    const to = int(job.nodeStart, t + 1);
    const after = t < end - 1 ? int(job.nodeStart, t + 2) : to;
    for (let n = from; n < to; n++) {
      const a = w * get(job.alpha, n);
      let b: f64 = 1;
      if (after > to) {
        b = 0;
        const row = line(job, n);
        for (let m = to; m < after; m++) {
          const y = get(job.leave, m);
          const at = row + column(job, m);
          b += load<f64>(job.M + at) * y;
          store<f64>(edges + at, load<f64>(edges + at) + a * y);
        }
      }
      put(job.beta, n, b);
      put(job.errors, n, a * b);
      put(job.leave, n, get(job.leave, n) * b);
    }
    const gold = int(job.gold, t);
    put(job.errors, gold, get(job.errors, gold) - w);
  }
}

/** The derivative along a direction over one shard's pieces. Its logits V become r = V + b; the errors hold a until they are due. */
export function nodeHessianProductShard(job: NodeJob, shard: i32): void {
  const edges = clearEdges(job, shard);
  for (let k = int(job.shardStart, shard), to = int(job.shardStart, shard + 1); k < to; k++) {
    const first = int(job.pieceStart, k);
    const end = int(job.pieceStart, k + 1);
    forwardProduct(job, first, end);
    backwardProduct(job, first, end, get(job.weight, k), edges);
  }
}

/** errors ← a_t(n) = V_t(n) + Σ_m α_{t−1}(m) (M(m, n) a_{t−1}(m) + M∘Ã(m, n)) / S_t(n) */
function forwardProduct(job: NodeJob, first: i32, end: i32): void {
  for (let t = first; t < end; t++) {
    const from = int(job.nodeStart, t);
    const to = int(job.nodeStart, t + 1);
    for (let n = from; n < to; n++) {
      let sum: f64 = 0;
      if (t > first) {
        const at = column(job, n);
        for (let m = int(job.nodeStart, t - 1); m < from; m++) {
          const entry = at + line(job, m);
          const into = load<f64>(job.M + entry) * get(job.errors, m) + load<f64>(job.MA + entry);
          sum += get(job.alpha, m) * into;
        }
        sum /= get(job.arrive, n);
      }
      put(job.errors, n, get(job.logits, n) + sum);
    }
  }
}

/** b_{t−1}(m) = Σ_n (M(m, n) r_t(n) + M∘Ã(m, n)) y_t(n) / β_{t−1}(m);  dp_t = w p_t ∘ (a_t + b_t − mean) */
function backwardProduct(job: NodeJob, first: i32, end: i32, w: f64, edges: usize): void {
  let mean: f64 = 0;
  for (let n = int(job.nodeStart, end - 1), to = int(job.nodeStart, end); n < to; n++) {
    mean += get(job.alpha, n) * get(job.beta, n) * get(job.errors, n);
  }
  for (let t = end - 1; t >= first; t--) {
    const from = int(job.nodeStart, t);
    const to = int(job.nodeStart, t + 1);
    const after = t < end - 1 ? int(job.nodeStart, t + 2) : to;
    for (let n = from; n < to; n++) {
      const a = w * get(job.alpha, n);
      const beta = get(job.beta, n);
      const centred = get(job.errors, n) - mean;
      let b: f64 = 0;
      if (after > to) {
        const row = line(job, n);
        for (let m = to; m < after; m++) {
          const y = get(job.leave, m);
          const r = get(job.logits, m);
          const at = row + column(job, m);
          b += (load<f64>(job.M + at) * r + load<f64>(job.MA + at)) * y;
          store<f64>(edges + at, load<f64>(edges + at) + a * (centred + r) * y);
        }
        b /= beta;
      }
      put(job.logits, n, get(job.logits, n) + b);
      put(job.errors, n, a * beta * (centred + b));
    }
  }
}
