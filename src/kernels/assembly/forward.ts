import { expRow } from "./exp";
import { fill } from "./fill";
import { LatticeJob } from "./lattice";
import { timesMatrix } from "./products";
import { sumRows } from "./rows";

/**
 * The forward pass over one sentence of `length` tokens from token `first`. Leaves α and S behind, and ψ/z in `leave`.
 * Returns Σ_t (log z_t + max_t − logit_t[y_t]), where ψ_t = exp(logit_t − max_t).
 *
 * Three loops over the sentence, whose rows stay in the first-level cache: the first two are bound by throughput and the
 * last one by latency, and mixed they would wait for each other.
 */
export function forward(job: LatticeJob, first: i32, length: i32): f64 {
  const bytes: usize = job.bytes;
  const leave = job.leave + <usize>first * bytes;
  const scores = shiftedScores(job, first, length, leave);
  expRow(leave, leave, <usize>length * bytes);
  return recursion(job, first, length) - scores;
}

/** rows_t ← logit_t − max_t, the padding −∞; returns Σ_t (logit_t[y_t] − max_t). */
export function shiftedScores(job: LatticeJob, first: i32, length: i32, row: usize): f64 {
  const bytes: usize = job.bytes;
  const groups = job.groups;
  const scores = job.scores;
  const tagScores = job.tagScores;
  const last = bytes - 16;
  const odd = (job.labels & 1) != 0;
  let gold: usize = job.gold + (first << 2);
  let blocks: usize = job.tokenBlocks + ((first * groups) << 2);
  let sum: f64 = 0;
  for (let t = 0; t < length; t++) {
    sumRows(blocks, groups, scores, row, bytes, false);
    const label = <usize>load<i32>(gold);
    if (tagScores != 0) addRow(row, tagScores + label * bytes, bytes);
    if (odd) store<f64>(row + last, -Infinity, 8);
    let max = v128.load(row + last);
    for (let i: usize = 0; i < last; i += 16) max = f64x2.pmax(max, v128.load(row + i));
    max = f64x2.pmax(max, v128.shuffle<f64>(max, max, 1, 0));
    for (let i: usize = 0; i < bytes; i += 16) v128.store(row + i, f64x2.sub(v128.load(row + i), max));
    sum += load<f64>(row + (label << 3));
    gold += 4;
    blocks += <usize>groups << 2;
    row += bytes;
  }
  return sum;
}

/** out ← out + x */
@inline
function addRow(out: usize, x: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) v128.store(out + i, f64x2.add(v128.load(out + i), v128.load(x + i)));
}

/** α, S and ψ/z from ψ in `leave`; returns Σ_t log z_t. */
export function recursion(job: LatticeJob, first: i32, length: i32): f64 {
  const bytes: usize = job.bytes;
  const begin = <usize>first * bytes;
  let alpha = job.alpha + begin;
  let arrive = job.arrive + begin;
  let psi = job.leave + begin;
  let sum: f64 = 0;
  // Π z_t; its logarithm is taken before it could leave the range of doubles.
  let product: f64 = 1;
  for (let t = 0; t < length; t++) {
    // α_t = ψ_t ∘ S_t / z_t with S_t = α_{t−1} M
    if (t == 0) fill(arrive, 1, bytes);
    else timesMatrix(alpha - bytes, job.M, bytes, job.labels, arrive);
    let z2 = f64x2.splat(0.0);
    for (let i: usize = 0; i < bytes; i += 16) {
      z2 = f64x2.add(z2, f64x2.mul(v128.load(psi + i), v128.load(arrive + i)));
    }
    z2 = f64x2.add(z2, v128.shuffle<f64>(z2, z2, 1, 0));
    const inverse = f64x2.div(f64x2.splat(1.0), z2);
    for (let i: usize = 0; i < bytes; i += 16) {
      const p = f64x2.mul(v128.load(psi + i), inverse);
      v128.store(psi + i, p);
      v128.store(alpha + i, f64x2.mul(p, v128.load(arrive + i)));
    }
    product *= f64x2.extract_lane(z2, 0);
    if (product < 1e-150 || product > 1e150) {
      sum += Math.log(product);
      product = 1;
    }
    alpha += bytes;
    arrive += bytes;
    psi += bytes;
  }
  return sum + Math.log(product);
}
