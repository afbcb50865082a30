import { backward } from "./backward";
import { expRow } from "./exp";
import { recursion, shiftedScores } from "./forward";
import { LatticeJob } from "./lattice";
import { addOuters } from "./outer";
import { clearEdges, copyOf, JOB_ROOM, placeRows, shardStart } from "./shards";

/**
 * Forward–backward of p and of p̃ ∝ p Π_t Γ[y_t, ỹ_t] over the sentences of one shard, which share their logits and exp: the
 * error rows w (p − p̃), the shard's edges of p and behind them those of p̃, and Σ w (log Z − log Z̃) as its loss.
 */
export function channelShard(job: LatticeJob, shard: i32, thread: i32): void {
  const bytes: usize = job.bytes;
  const edges = clearEdges(job, shard);
  const observedEdges = edges + bytes * (bytes >> 3);
  const scratch = <usize>job.scratch + <usize>thread * <usize>job.scratchBytes;
  const free = copyOf(job, scratch);
  const observed = copyOf(job, scratch + JOB_ROOM);
  const rows = scratch + 2 * JOB_ROOM;
  let loss: f64 = 0;
  for (let k = shardStart(job, shard), end = shardStart(job, shard + 1); k < end; k++) {
    const at: usize = job.sentenceStart + (k << 2);
    const first = load<i32>(at);
    const length = load<i32>(at, 4) - first;
    if (length == 0) continue;
    const begin = <usize>first * bytes;
    const size = <usize>length * bytes;
    placeRows(free, rows, <usize>first, <usize>length);
    placeRows(observed, rows + 4 * size, <usize>first, <usize>length);
    const psi = free.leave + begin;
    shiftedScores(free, first, length, psi);
    expRow(psi, psi, size);
    timesChannel(job, first, length, psi, observed.leave + begin);
    const w = load<f64>(job.weight + (<usize>k << 3));
    loss += w * (recursion(free, first, length) - recursion(observed, first, length));
    backward(free, first, length);
    backward(observed, first, length);
    writeErrors(free, observed, begin, size, w);
    addOuters(edges, w, free.alpha + begin, free.leave + begin + bytes, length - 1, bytes);
    addOuters(observedEdges, w, observed.alpha + begin, observed.leave + begin + bytes, length - 1, bytes);
  }
  store<f64>(job.shardLoss + (<usize>shard << 3), loss);
}

/** ψ̃_t = ψ_t ∘ Γ[·, ỹ_t] */
@inline
function timesChannel(job: LatticeJob, first: i32, length: i32, psi: usize, out: usize): void {
  const bytes: usize = job.bytes;
  const tags: usize = job.gold + (first << 2);
  for (let t = 0; t < length; t++) {
    const factors = <usize>job.factors + <usize>load<i32>(tags + (<usize>t << 2)) * bytes;
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(out + i, f64x2.mul(v128.load(psi + i), v128.load(factors + i)));
    }
    psi += bytes;
    out += bytes;
  }
}

/** E_t = w (α_t ∘ β_t − α̃_t ∘ β̃_t) */
@inline
function writeErrors(free: LatticeJob, observed: LatticeJob, begin: usize, size: usize, w: f64): void {
  const weight = f64x2.splat(w);
  for (let i = begin, end = begin + size; i < end; i += 16) {
    const p = f64x2.mul(v128.load(free.alpha + i), v128.load(free.beta + i));
    const seen = f64x2.mul(v128.load(observed.alpha + i), v128.load(observed.beta + i));
    v128.store(free.errors + i, f64x2.mul(weight, f64x2.sub(p, seen)));
  }
}
