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
  /** Block scores, B × stride. */
  scores: usize;
  M: usize;
  Mt: usize;
  /** M∘Ã and its transpose; 0 in a forward–backward. */
  MA: usize;
  MAt: usize;
  alpha: usize;
  arrive: usize;
  leave: usize;
  beta: usize;
  errors: usize;
  /** S × stride × stride: the partial sums of each shard. */
  shardEdges: usize;
  /** S: the loss of each shard, without the shift of M. */
  shardLoss: usize;
  /** Each thread's own rows: `scratchBytes` apart. */
  scratch: usize;
  scratchBytes: usize;
}
