import { fill } from "./fill";
import { directionAt, LatticeJob } from "./lattice";
import { addOuters } from "./outer";
import { timesMatrix } from "./products";

/**
 * The backward pass over one sentence after `forward`. Leaves β behind, y = (ψ/z)∘β in `leave` and the error rows, and
 * adds w Σ_t α_{t−1} ⊗ y_t to `edges`.
 */
export function backward(job: LatticeJob, first: i32, length: i32, w: f64, edges: usize): void {
  const bytes: usize = job.bytes;
  const weight = f64x2.splat(w);
  const rows = directionAt(job, 0).errors;
  const begin = <usize>first * bytes;
  let row = begin + <usize>(length - 1) * bytes;
  let gold: usize = job.gold + ((first + length - 1) << 2);
  fill(job.beta + row, 1, bytes);
  for (;;) {
    const alpha = job.alpha + row;
    const leave = job.leave + row;
    const beta = job.beta + row;
    const errors = rows + row;
    // y_t = (ψ_t / z_t) ∘ β_t,  E_t = w (α_t ∘ β_t − 1[y_t])
    for (let i: usize = 0; i < bytes; i += 16) {
      const b = v128.load(beta + i);
      v128.store(leave + i, f64x2.mul(v128.load(leave + i), b));
      v128.store(errors + i, f64x2.mul(weight, f64x2.mul(v128.load(alpha + i), b)));
    }
    const at = errors + ((<usize>load<i32>(gold)) << 3);
    store<f64>(at, load<f64>(at) - w);
    if (row == begin) break;
    // β_{t−1} = M y_t
    timesMatrix(leave, job.Mt, bytes, job.labels, beta - bytes);
    row -= bytes;
    gold -= 4;
  }
  addOuters(edges, w, job.alpha + begin, job.leave + begin + bytes, length - 1, bytes);
}
