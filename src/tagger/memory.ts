/** What the memory of a run follows from: known once features are numbered, before anything large is allocated. */
export interface Size {
  /** N, of the training corpus. */
  readonly tokens: number;
  /** Distinct features before those that always occur together are merged. */
  readonly features: number;
  /** B, rows of Φ. */
  readonly blocks: number;
  /** Entries of Φ. */
  readonly entries: number;
  /** Columns of token states. */
  readonly states: number;
  /** Label rows are padded to this width. */
  readonly stride: number;
  /** Length of θ. */
  readonly dimension: number;
}

/** Node, the program and what it compiles. */
const PROGRAM = 180e6;

/**
 * Bytes for each of what a run has many of, as the allocations at the peak (refits with the surrogate loss) count them. The
 * surrogate has up to three quarters of the weights, and a node for 0.6 of the (token, label) pairs where many labels are in doubt.
 *
 *     θ        kernels: x, ∇ at two points, metric, direction: 6 doubles; surrogate: 10 pairs of floats and 11 doubles
 *              (¾ · 168); heap: four taggers, start, gradient, metric, result and scratch: 10 doubles
 *     N × C    surrogate: 11 doubles and the cells of a node (0.6 · 150); rows of the corpus are kept of a part only
 *     B × C    kernels: 2 doubles; heap: scores of four taggers, cells
 *     Φ        heap and kernels, each with its transpose
 *     feature  its text, its number, and its place in the tables
 *     state    one number of a token's, in 32 bits
 *     N        words, tags, lines, blocks of each template group
 */
const BYTES = { weight: 260, tokenLabel: 90, blockLabel: 52, entry: 16, state: 4, feature: 150, token: 100 };

/**
 * Peak memory of an audit in bytes, docs/reliability.md, Memory.
 *
 * @param referenceTokens tokens of the reference, which is read as well as training
 */
export function estimatedMemory(size: Size, referenceTokens: number): number {
  const { tokens, features, blocks, entries, states, stride, dimension } = size;
  const all = tokens + referenceTokens;
  return (
    PROGRAM +
    BYTES.weight * dimension +
    BYTES.tokenLabel * all * stride +
    BYTES.blockLabel * blocks * stride +
    BYTES.entry * entries +
    BYTES.state * all * states +
    BYTES.feature * features +
    BYTES.token * all
  );
}
