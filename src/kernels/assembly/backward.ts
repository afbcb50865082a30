import { fill } from "./fill";
import { LatticeJob } from "./lattice";
import { addOuters } from "./outer";
import { timesMatrix } from "./products";

/** The backward pass over one sentence after `forward`. Leaves β behind, and y = (ψ/z)∘β in `leave`. */
export function backward(job: LatticeJob, first: i32, length: i32): void {
  const bytes: usize = job.bytes;
  const begin = <usize>first * bytes;
  let row = begin + <usize>(length - 1) * bytes;
  fill(job.beta + row, 1, bytes);
  for (;;) {
    const leave = job.leave + row;
    const beta = job.beta + row;
    // y_t = (ψ_t / z_t) ∘ β_t
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(leave + i, f64x2.mul(v128.load(leave + i), v128.load(beta + i)));
    }
    if (row == begin) break;
    // β_{t−1} = M y_t
    timesMatrix(leave, job.Mt, bytes, job.labels, beta - bytes);
    row -= bytes;
  }
}

/** What one sentence leaves behind after `backward`: its error rows, and w Σ_t α_{t−1} ⊗ y_t, which is added to `edges`. */
export function expectations(job: LatticeJob, first: i32, length: i32, w: f64, edges: usize): void {
  const bytes: usize = job.bytes;
  const weight = f64x2.splat(w);
  const begin = <usize>first * bytes;
  const rows = <usize>length * bytes;
  const alpha = job.alpha + begin;
  const beta = job.beta + begin;
  const errors = job.errors + begin;
  // E_t = w (α_t ∘ β_t − 1[y_t])
  for (let i: usize = 0; i < rows; i += 16) {
    v128.store(errors + i, f64x2.mul(weight, f64x2.mul(v128.load(alpha + i), v128.load(beta + i))));
  }
  const gold: usize = job.gold + (first << 2);
  for (let t = 0; t < length; t++) {
    const at = errors + <usize>t * bytes + (<usize>load<i32>(gold + (<usize>t << 2)) << 3);
    store<f64>(at, load<f64>(at) - w);
  }
  addOuters(edges, w, alpha, job.leave + begin + bytes, length - 1, bytes);
}
