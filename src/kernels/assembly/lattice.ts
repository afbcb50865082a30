/** Operands of a lattice pass, in the order in which the loader writes them. Rows are N × stride unless said. */
@unmanaged
export class LatticeJob {
  labels: i32;
  bytes: usize;
  groups: i32;
  sentenceStart: usize;
  gold: usize;
  weight: usize;
  tokenBlocks: usize;
  shardStart: usize;
  M: usize;
  Mt: usize;
  alpha: usize;
  arrive: usize;
  leave: usize;
  beta: usize;
  /** S × K × stride × stride: the partial sums of each shard and direction. */
  shardEdges: usize;
  /** S: the loss of each shard, without the shift of M. */
  shardLoss: usize;
  /** Each thread's own rows: `scratchBytes` apart. */
  scratch: usize;
  scratchBytes: usize;
  /** K, and a Direction for each; in a forward–backward one, which holds θ's block scores and the error rows. */
  directions: i32;
  direction: usize;
}

/** What a pass reads and writes for each direction. */
@unmanaged
export class Direction {
  /** Block scores, B × stride. */
  scores: usize;
  /** N × stride. */
  errors: usize;
  /** M∘Ã and its transpose; 0 in a forward–backward. */
  MA: usize;
  MAt: usize;
}

@inline
export function directionAt(job: LatticeJob, k: i32): Direction {
  return changetype<Direction>(<usize>job.direction + (<usize>k << 4));
}
