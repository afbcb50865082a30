/** Operands of a pass over nodes, in the order in which the loader writes them. One number a node unless said. */
@unmanaged
export class NodeJob {
  /** Bytes of a row of M. */
  bytes: usize;
  pieceStart: usize;
  weight: usize;
  nodeStart: usize;
  label: usize;
  gold: usize;
  shardStart: usize;
  M: usize;
  /** M∘Ã in a Hessian product. */
  MA: usize;
  logits: usize;
  alpha: usize;
  arrive: usize;
  leave: usize;
  beta: usize;
  errors: usize;
  /** S × stride × stride: the partial sums of each shard. */
  shardEdges: usize;
  /** S: the loss of each shard, without the shift of M. */
  shardLoss: usize;
}

@inline
export function int(at: usize, i: i32): i32 {
  return load<i32>(at + (<usize>i << 2));
}

@inline
export function get(at: usize, i: i32): f64 {
  return load<f64>(at + (<usize>i << 3));
}

@inline
export function put(at: usize, i: i32, value: f64): void {
  store<f64>(at + (<usize>i << 3), value);
}

/** Where the label of node n is in a row of M, in bytes. */
@inline
export function column(job: NodeJob, n: i32): usize {
  return <usize>int(job.label, n) << 3;
}

/** Where the row of node n is in M, in bytes. */
@inline
export function line(job: NodeJob, n: i32): usize {
  return <usize>int(job.label, n) * <usize>job.bytes;
}
