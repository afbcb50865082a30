import { fill } from "./fill";
import { directionAt, LatticeJob } from "./lattice";
import { addOuters } from "./outer";
import { timesMatrixRows } from "./products";
import { sumRows } from "./rows";

/**
 * The derivative along K directions over one sentence after `forward` and `backward`: writes the rows dE of each and adds
 * w Σ_t [(α_{t−1}∘(a_{t−1} − mean)) ⊗ y_t + α_{t−1} ⊗ (y_t∘r_t)] to its `edges`, `edgesStep` apart. `scratch` has
 * K (3 length + 2) rows.
 *
 * The products with M∘Ã need nothing of the recursions, so they are taken for all tokens at once; those with M go down the
 * sentence, for all directions at once.
 */
export function differentiate(
  job: LatticeJob, first: i32, length: i32, w: f64, edges: usize, edgesStep: usize, scratch: usize,
): void {
  const bytes: usize = job.bytes;
  const K = job.directions;
  const begin = <usize>first * bytes;
  const rows = <usize>length * bytes;
  // For each direction rows of the sentence: V_t, later y_t∘r_t; a_t, later α_t∘(a_t − mean); products with M∘Ã.
  const step: usize = 3 * rows;
  // A row for each direction on its way into a product with M, and out of it.
  const into = scratch + <usize>K * step;
  const outof = into + <usize>K * bytes;
  const alphas = <usize>job.alpha + begin;
  for (let k = 0; k < K; k++) {
    const direction = directionAt(job, k);
    const V = scratch + <usize>k * step;
    score(job, first, length, direction.scores, V);
    timesMatrixRows(alphas, bytes, length - 1, direction.MA, bytes, job.labels, V + 2 * rows + bytes);
    copy(V + rows, V, bytes);
  }
  // a_t(c) = V_t(c) + [(α_{t−1}∘a_{t−1}) M + α_{t−1} (M∘Ã)](c) / S_t(c)
  for (let at = bytes; at < rows; at += bytes) {
    for (let k = 0; k < K; k++) {
      multiply(into + <usize>k * bytes, alphas + at - bytes, scratch + <usize>k * step + rows + at - bytes, bytes);
    }
    timesMatrixRows(into, bytes, K, job.M, bytes, job.labels, outof);
    for (let k = 0; k < K; k++) {
      const V = scratch + <usize>k * step + at;
      addQuotient(V + rows, V, outof + <usize>k * bytes, V + 2 * rows, job.arrive + begin + at, bytes);
    }
  }
  for (let k = 0; k < K; k++) {
    const products = scratch + <usize>k * step + 2 * rows;
    timesMatrixRows(
      job.leave + begin + bytes, bytes, length - 1, directionAt(job, k).MAt, bytes, job.labels, products,
    );
    fill(into + <usize>k * bytes, 0, bytes);
    centre(job, begin + rows - bytes, scratch + <usize>k * step + 2 * rows - bytes, bytes, outof + <usize>k * bytes);
  }
  // The means are the first doubles of the rows of `outof`; a − mean takes their place, once for all tokens.
  for (let k = 0; k < K; k++) {
    const mean = v128.load64_splat(outof + <usize>k * bytes);
    const a = scratch + <usize>k * step + rows;
    for (let i: usize = 0; i < rows; i += 16) v128.store(a + i, f64x2.sub(v128.load(a + i), mean));
  }
  const weight = f64x2.splat(w);
  // `into` holds b_t: at the last token 0. b_{t−1}(c) = [M (y_t∘r_t) + (M∘Ã) y_t](c) / β_{t−1}(c)
  for (let at = rows - bytes; ; at -= bytes) {
    for (let k = 0; k < K; k++) {
      const V = scratch + <usize>k * step + at;
      finish(job, begin + at, weight, directionAt(job, k).errors, V, V + rows, into + <usize>k * bytes, bytes);
    }
    if (at == 0) break;
    for (let k = 0; k < K; k++) copy(into + <usize>k * bytes, scratch + <usize>k * step + at, bytes);
    timesMatrixRows(into, bytes, K, job.Mt, bytes, job.labels, outof);
    for (let k = 0; k < K; k++) {
      const products = scratch + <usize>k * step + 2 * rows + at - bytes;
      const beta = job.beta + begin + at - bytes;
      quotient(into + <usize>k * bytes, outof + <usize>k * bytes, products, beta, bytes);
    }
  }
  for (let k = 0; k < K; k++) {
    const V = scratch + <usize>k * step;
    const sums = edges + <usize>k * edgesStep;
    addOuters(sums, w, V + rows, job.leave + begin + bytes, length - 1, bytes);
    addOuters(sums, w, alphas, V + bytes, length - 1, bytes);
  }
}

/** rows_t ← the direction's logits */
function score(job: LatticeJob, first: i32, length: i32, scores: usize, row: usize): void {
  const bytes: usize = job.bytes;
  const groups = job.groups;
  let blocks: usize = job.tokenBlocks + ((first * groups) << 2);
  for (let t = 0; t < length; t++) {
    sumRows(blocks, groups, scores, row, bytes, false);
    blocks += <usize>groups << 2;
    row += bytes;
  }
}

/** mean ← Σ_c α(c) β(c) a(c) at a sentence's last token, where β = 1 and b = 0 */
@inline
function centre(job: LatticeJob, last: usize, a: usize, bytes: usize, mean: usize): void {
  let sum = f64x2.splat(0.0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const p = f64x2.mul(v128.load(job.alpha + last + i), v128.load(job.beta + last + i));
    sum = f64x2.add(sum, f64x2.mul(p, v128.load(a + i)));
  }
  store<f64>(mean, f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
}

/** dp_t = p_t ∘ (a_t − mean + b_t);  α_t∘(a_t − mean);  y_t∘r_t with r_t = V_t + b_t. `a` holds a_t − mean. */
@inline
function finish(
  job: LatticeJob, row: usize, weight: v128, errors: usize, v: usize, a: usize, b: usize, bytes: usize,
): void {
  const alpha = job.alpha + row;
  const beta = job.beta + row;
  const leave = job.leave + row;
  for (let i: usize = 0; i < bytes; i += 16) {
    const forward = v128.load(alpha + i);
    const after = v128.load(b + i);
    const centred = v128.load(a + i);
    const p = f64x2.mul(weight, f64x2.mul(forward, v128.load(beta + i)));
    v128.store(errors + row + i, f64x2.mul(p, f64x2.add(centred, after)));
    v128.store(a + i, f64x2.mul(forward, centred));
    v128.store(v + i, f64x2.mul(v128.load(leave + i), f64x2.add(v128.load(v + i), after)));
  }
}

@inline
function copy(out: usize, x: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) v128.store(out + i, v128.load(x + i));
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
