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
  /** Block scores of θ, B × stride, and what a token's gold label adds to them, C × stride; 0 where that is nothing. */
  scores: usize;
  tagScores: usize;
  /** C × stride: row ỹ is Γ[·, ỹ]; 0 but for a pass through a noise channel. */
  factors: usize;
  M: usize;
  Mt: usize;
  alpha: usize;
  arrive: usize;
  leave: usize;
  beta: usize;
  /** The error rows of a forward–backward. */
  errors: usize;
  /** S × K × stride × stride: the partial sums of each shard and direction. */
  shardEdges: usize;
  /** S: the loss of each shard, without the shift of M. */
  shardLoss: usize;
  /** Each thread's own rows: `scratchBytes` apart. */
  scratch: usize;
  scratchBytes: usize;
  /** K, and a Direction for each; in a forward–backward K is 1, through a channel 2, and there is none. */
  directions: i32;
  direction: usize;
}

/** What a pass reads and writes for each direction. */
@unmanaged
export class Direction {
  /** Block scores, B × stride. */
  scores: usize;
  /** dE, N × stride. */
  errors: usize;
  /** M∘Ã and its transpose. */
  MA: usize;
  MAt: usize;
}

@inline
export function directionAt(job: LatticeJob, k: i32): Direction {
  return changetype<Direction>(<usize>job.direction + (<usize>k << 4));
}
