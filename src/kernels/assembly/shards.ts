import { backward, expectations } from "./backward";
import { fill } from "./fill";
import { forward } from "./forward";
import { LatticeJob } from "./lattice";
import { differentiate } from "./hessianProduct";

/**
 * Forward–backward over the sentences of one shard: rows, the shard's edges and its loss. Where the state is not kept
 * (alpha = 0), its rows lie in the thread's scratch, which stays in the cache, and memory sees the error rows alone.
 */
export function forwardBackwardShard(job: LatticeJob, shard: i32, thread: i32): void {
  const edges = clearEdges(job, shard);
  const isKept = job.alpha != 0;
  const scratch = <usize>job.scratch + <usize>thread * <usize>job.scratchBytes;
  const own = isKept ? job : copyOf(job, scratch);
  let loss: f64 = 0;
  for (let k = shardStart(job, shard), end = shardStart(job, shard + 1); k < end; k++) {
    const at: usize = job.sentenceStart + (k << 2);
    const first = load<i32>(at);
    const length = load<i32>(at, 4) - first;
    if (length == 0) continue;
    if (!isKept) placeRows(own, scratch + JOB_ROOM, <usize>first, <usize>length);
    const w = load<f64>(job.weight + (<usize>k << 3));
    loss += w * forward(own, first, length);
    backward(own, first, length);
    expectations(own, first, length, w, edges);
  }
  store<f64>(job.shardLoss + (<usize>shard << 3), loss);
}

/** Bytes at the start of a thread's scratch that hold its own copy of the job. */
export const JOB_ROOM: usize = 128;

/**
 * Word by word: memory.copy is checked against the size that the thread last knew of, and refuses a scratch in memory that
 * another thread has added since.
 */
export function copyOf(job: LatticeJob, at: usize): LatticeJob {
  const from = changetype<usize>(job);
  for (let i: usize = 0; i < offsetof<LatticeJob>(); i += 4) store<u32>(at + i, load<u32>(from + i));
  return changetype<LatticeJob>(at);
}

/** Lets the four arrays of the state begin so that the sentence's rows, `first` and on, lie at `rows`. */
@inline
export function placeRows(job: LatticeJob, rows: usize, first: usize, length: usize): void {
  const size = length * <usize>job.bytes;
  const before = first * <usize>job.bytes;
  job.alpha = rows - before;
  job.arrive = rows + size - before;
  job.leave = rows + 2 * size - before;
  job.beta = rows + 3 * size - before;
}

/**
 * The derivative along all directions over the sentences of one shard. Where the state is not kept, it is made again in the
 * thread's scratch.
 */
export function hessianProductShard(job: LatticeJob, shard: i32, thread: i32): void {
  const bytes: usize = job.bytes;
  const square = bytes * (bytes >> 3);
  const edges = clearEdges(job, shard);
  const isKept = job.alpha != 0;
  const scratch = <usize>job.scratch + <usize>thread * <usize>job.scratchBytes;
  const own = isKept ? job : copyOf(job, scratch);
  for (let k = shardStart(job, shard), end = shardStart(job, shard + 1); k < end; k++) {
    const at: usize = job.sentenceStart + (k << 2);
    const first = load<i32>(at);
    const length = load<i32>(at, 4) - first;
    if (length == 0) continue;
    let rows = scratch;
    if (!isKept) {
      rows += JOB_ROOM;
      placeRows(own, rows, <usize>first, <usize>length);
      forward(own, first, length);
      backward(own, first, length);
      rows += 4 * <usize>length * bytes;
    }
    differentiate(own, first, length, load<f64>(job.weight + (<usize>k << 3)), edges, square, rows);
  }
}

@inline
export function shardStart(job: LatticeJob, shard: i32): i32 {
  return load<i32>(job.shardStart + (shard << 2));
}

export function clearEdges(job: LatticeJob, shard: i32): usize {
  const bytes: usize = job.bytes;
  const square = bytes * (bytes >> 3) * <usize>job.directions;
  const edges = <usize>job.shardEdges + <usize>shard * square;
  fill(edges, 0, square);
  return edges;
}

/**
 * Adds the shards' edges, which lie `step` bytes apart, to `edges`, and their losses to `loss`, in order: the same sums whether
 * all shards are added at once or in several calls. Returns the loss.
 */
export function reduceShards(
  edges: usize, shardEdges: usize, square: usize, step: usize, shardLoss: usize, shards: i32, loss: f64,
): f64 {
  for (let shard = 0; shard < shards; shard++) {
    for (let i: usize = 0; i < square; i += 16) {
      v128.store(edges + i, f64x2.add(v128.load(edges + i), v128.load(shardEdges + i)));
    }
    shardEdges += step;
    loss += load<f64>(shardLoss + (<usize>shard << 3));
  }
  return loss;
}
