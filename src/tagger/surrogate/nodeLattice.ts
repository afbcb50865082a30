import type { F64, Kernels, NodeState, TransitionTables } from "../../kernels/types.js";
import type { MutableTables } from "../transitions.js";
import type { Nodes } from "./nodeList.js";
import type { States } from "./nodes.js";

/** The lattice over the nodes at one point. */
export interface NodeLattice {
  readonly state: NodeState;
  readonly tables: MutableTables;
  /** stride × stride: Σ w α_{t−1} ⊗ y_t; times M, the expected transitions within pieces. */
  readonly edges: F64;
}

/** A corpus's lattice at one θ: what is pruned. */
export interface WholeLattice extends States {
  /** The nodes that are kept for this bound. */
  nodes(bound: number): Nodes;
  readonly kernels: Kernels;
  readonly lambda: number;
  readonly tables: TransitionTables;
}
