import type { F64, SparseRows } from "./arrayTypes.js";
import type { NodeProduct } from "./latticeTypes.js";

/** Two vectors of one length. */
export type Two = readonly [F64, F64];

/**
 * Passes over two columns, each to the bits of a pass of its own. Arrays of pairs hold the columns' numbers in turn, so that one
 * number of an index, a label or a table serves both: such a pass takes little longer than one over one column.
 */
export interface TwoPasses {
  /** Kernels.gatherNumbers; source and out are pairs. */
  gather(matrix: SparseRows, source: F64, out: F64): void;
  /** The pairs out ← scale∘x and scale∘y. */
  join(scale: F64, [x, y]: Two, out: F64): void;
  /** outs ← scale∘(the columns of the pairs `rows`) + λ xs; the xs may be the outs. */
  split(lambda: number, xs: Two, rows: F64, scale: F64, outs: Two): void;
  /** Kernels.nodeHessianProduct along two directions; logits, MA, dErrors and dEdges are pairs. */
  nodeHessianProducts: NodeProduct;
}
