import type { F64, NodeState } from "../../kernels/types.js";
import type { MutableTables } from "../transitions.js";

/** The lattice over the nodes at one point. */
export interface NodeLattice {
  readonly state: NodeState;
  readonly tables: MutableTables;
  /** stride × stride: Σ w α_{t−1} ⊗ y_t; times M, the expected transitions within pieces. */
  readonly edges: F64;
}
