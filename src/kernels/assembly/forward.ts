import { exp2x } from "./exp";
import { fill } from "./fill";
import { LatticeJob } from "./lattice";
import { timesMatrix } from "./products";
import { sumRows } from "./rows";

/**
 * The forward pass over one sentence of `length` tokens from token `first`. Leaves α and S behind, and ψ/z in `leave`.
 * Returns Σ_t (log z_t + max_t − logit_t[y_t]), where ψ_t = exp(logit_t − max_t).
 */
export function forward(job: LatticeJob, first: i32, length: i32): f64 {
  const bytes: usize = job.bytes;
  const count = job.labels;
  const last = bytes - 16;
  const odd = (count & 1) != 0;
  const groups = job.groups;
  let gold: usize = job.gold + (first << 2);
  let blocks: usize = job.tokenBlocks + ((first * groups) << 2);
  let alpha: usize = job.alpha + <usize>first * bytes;
  let arrive: usize = job.arrive + <usize>first * bytes;
  let psi: usize = job.leave + <usize>first * bytes;
  let sum: f64 = 0;
  // Π z_t; its logarithm is taken before it could leave the range of doubles.
  let product: f64 = 1;
  for (let t = 0; t < length; t++) {
    sumRows(blocks, groups, job.scores, psi, bytes);
    // The padding of the last vector must not count: its label stands in for it.
    let max = v128.load(psi + last);
    if (odd) max = f64x2.splat(f64x2.extract_lane(max, 0));
    for (let i: usize = 0; i < last; i += 16) max = f64x2.pmax(max, v128.load(psi + i));
    const high = Math.max(f64x2.extract_lane(max, 0), f64x2.extract_lane(max, 1));
    sum += high - load<f64>(psi + (<usize>load<i32>(gold) << 3));
    // α_t = ψ_t ∘ S_t / z_t with S_t = α_{t−1} M
    if (t == 0) fill(arrive, 1, bytes);
    else timesMatrix(alpha - bytes, job.M, bytes, count, arrive);
    const shift = f64x2.splat(high);
    let z2 = f64x2.splat(0.0);
    for (let i: usize = 0; i < bytes; i += 16) {
      let p = exp2x(f64x2.sub(v128.load(psi + i), shift));
      if (odd && i == last) p = f64x2.replace_lane(p, 1, 0.0);
      const a = f64x2.mul(p, v128.load(arrive + i));
      v128.store(psi + i, p);
      v128.store(alpha + i, a);
      z2 = f64x2.add(z2, a);
    }
    const z = f64x2.extract_lane(z2, 0) + f64x2.extract_lane(z2, 1);
    const inverse = f64x2.splat(1.0 / z);
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(alpha + i, f64x2.mul(v128.load(alpha + i), inverse));
      v128.store(psi + i, f64x2.mul(v128.load(psi + i), inverse));
    }
    product *= z;
    if (product < 1e-150 || product > 1e150) {
      sum += Math.log(product);
      product = 1;
    }
    gold += 4;
    blocks += <usize>groups << 2;
    alpha += bytes;
    arrive += bytes;
    psi += bytes;
  }
  return sum + Math.log(product);
}
