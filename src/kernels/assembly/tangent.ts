import { fill } from "./fill";
import { LatticeJob } from "./lattice";
import { addOuters } from "./outer";
import { timesMatrix } from "./products";
import { sumRows } from "./rows";

/**
 * The derivative along a direction over one sentence after `forward` and `backward`: writes the rows dE and adds
 * w Σ_t [(α_{t−1}∘(a_{t−1} − mean)) ⊗ y_t + α_{t−1} ⊗ (y_t∘r_t)] to `edges`. `scratch` has 2 length + 3 rows.
 */
export function differentiate(
  job: LatticeJob, first: i32, length: i32, w: f64, edges: usize, scratch: usize,
): void {
  const bytes: usize = job.bytes;
  const labels = job.labels;
  const groups = job.groups;
  const begin = <usize>first * bytes;
  const rows = <usize>length * bytes;
  const end = begin + rows - bytes;
  // Rows of the sentence: V_t, later y_t∘r_t; a_t, later α_t∘(a_t − mean). Then three rows on their own.
  const V = scratch;
  const A = V + rows;
  const product = A + rows;
  const one = product + bytes;
  const two = one + bytes;
  const alphas = <usize>job.alpha;
  const betas = <usize>job.beta;
  let blocks: usize = job.tokenBlocks + ((first * groups) << 2);
  // a_t(c) = V_t(c) + [(α_{t−1}∘a_{t−1}) M + α_{t−1} (M∘Ã)](c) / S_t(c)
  for (let at: usize = 0; at < rows; at += bytes) {
    const v = V + at;
    const a = A + at;
    sumRows(blocks, groups, job.scores, v, bytes);
    blocks += <usize>groups << 2;
    if (at == 0) {
      for (let i: usize = 0; i < bytes; i += 16) v128.store(a + i, v128.load(v + i));
      continue;
    }
    const before = alphas + begin + at - bytes;
    const arrive = job.arrive + begin + at;
    multiply(product, before, a - bytes, bytes);
    timesMatrix(product, job.M, bytes, labels, one);
    timesMatrix(before, job.MA, bytes, labels, two);
    addQuotient(a, v, one, two, arrive, bytes);
  }
  // mean = Σ_c α(c) β(c) a(c) at the last token, where β = 1 and b = 0
  let mean2 = f64x2.splat(0.0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const p = f64x2.mul(v128.load(alphas + end + i), v128.load(betas + end + i));
    mean2 = f64x2.add(mean2, f64x2.mul(p, v128.load(A + rows - bytes + i)));
  }
  const mean = f64x2.splat(f64x2.extract_lane(mean2, 0) + f64x2.extract_lane(mean2, 1));
  const weight = f64x2.splat(w);
  // `product` holds b_t: at the last token 0.
  fill(product, 0, bytes);
  for (let at = rows - bytes; ; at -= bytes) {
    const row = begin + at;
    const alpha = alphas + row;
    const beta = betas + row;
    const leave = job.leave + row;
    const dErrors = job.errors + row;
    const v = V + at;
    const a = A + at;
    // dp_t = p_t ∘ (a_t − mean + b_t);  α_t∘(a_t − mean);  y_t∘r_t with r_t = V_t + b_t
    for (let i: usize = 0; i < bytes; i += 16) {
      const forward = v128.load(alpha + i);
      const b = v128.load(product + i);
      const centred = f64x2.sub(v128.load(a + i), mean);
      const p = f64x2.mul(weight, f64x2.mul(forward, v128.load(beta + i)));
      v128.store(dErrors + i, f64x2.mul(p, f64x2.add(centred, b)));
      v128.store(a + i, f64x2.mul(forward, centred));
      v128.store(v + i, f64x2.mul(v128.load(leave + i), f64x2.add(v128.load(v + i), b)));
    }
    if (at == 0) break;
    // b_{t−1}(c) = [M (y_t∘r_t) + (M∘Ã) y_t](c) / β_{t−1}(c)
    timesMatrix(v, job.Mt, bytes, labels, one);
    timesMatrix(leave, job.MAt, bytes, labels, two);
    quotient(product, one, two, beta - bytes, bytes);
  }
  addOuters(edges, w, A, job.leave + begin + bytes, length - 1, bytes);
  addOuters(edges, w, alphas + begin, V + bytes, length - 1, bytes);
}

/** out ← x ∘ y */
@inline
function multiply(out: usize, x: usize, y: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) v128.store(out + i, f64x2.mul(v128.load(x + i), v128.load(y + i)));
}

/** out ← (x + y) / z */
@inline
function quotient(out: usize, x: usize, y: usize, z: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(out + i, f64x2.div(f64x2.add(v128.load(x + i), v128.load(y + i)), v128.load(z + i)));
  }
}

/** out ← u + (x + y) / z */
@inline
function addQuotient(out: usize, u: usize, x: usize, y: usize, z: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const q = f64x2.div(f64x2.add(v128.load(x + i), v128.load(y + i)), v128.load(z + i));
    v128.store(out + i, f64x2.add(v128.load(u + i), q));
  }
}
