import type { F64, LatticeInput, LatticeState, TransitionTables } from "../kernels/types.js";
import type { SecondOrder } from "../math/newton.js";
import type { AtPoint } from "../math/surrogate/operator.js";
import { Hessian, type RegularisedLoss } from "./hessian.js";
import type { Part } from "./parts.js";
import type { Problem } from "./problem.js";
import type { Nodes } from "./surrogate/nodeList.js";
import { selectNodes } from "./surrogate/nodes.js";
import { type PrunedLoss, prunedLossOf } from "./surrogate/prunedLoss.js";
import type { LatticeMemory } from "./workspace.js";

/** The nodes of a surrogate, and the ε that they are selected by. */
export interface SelectedNodes {
  readonly bound: number;
  readonly nodes: Nodes;
}

/**
 * The lattice of a whole corpus at one θ, with what follows from it: probabilities of tags, the Hessian, a surrogate of
 * the loss. It stays as it is, whatever else its objective is asked for, until it is closed.
 */
export class Lattice implements SecondOrder, AtPoint {
  private open: LatticeMemory | null;
  private products: Hessian | undefined;

  /**
   * @param value L(θ), nats
   * @param memory filled; from now on the lattice's own
   * @param selected nodes that were selected in the same pass
   */
  constructor(
    private readonly loss: RegularisedLoss,
    readonly value: number,
    memory: LatticeMemory,
    private selected: SelectedNodes | null = null,
  ) {
    this.open = memory;
  }

  get problem(): Problem {
    return this.loss.problem;
  }

  /** λ of the objective. */
  get lambda(): number {
    return this.loss.lambda;
  }

  get kernels(): RegularisedLoss["kernels"] {
    return this.loss.kernels;
  }

  /**
   * Visits the corpus's parts in order with their states, which last as long as the visit: p(y_t = c) = α_t(c) β_t(c). They are
   * computed each time, for a corpus of them would take more memory than anything else.
   */
  eachState(visit: (part: Part, state: LatticeState) => void): void {
    this.loss.workspace.eachState(this.problem.parts, this.input, visit);
  }

  /** The nodes of a surrogate. Those that were selected with the lattice are given away once, for they take memory. */
  nodes(bound: number): Nodes {
    const { selected } = this;
    this.selected = null;
    return selected?.bound === bound ? selected.nodes : selectNodes(this, bound);
  }

  /** What a forward–backward at θ reads. */
  get input(): LatticeInput {
    return this.memory;
  }

  get tables(): TransitionTables {
    return this.memory.tables;
  }

  /** stride × stride; times M, the expected transitions. */
  get edges(): F64 {
    return this.memory.edges;
  }

  /** The Hessian of L at θ. */
  get hessian(): Hessian {
    this.products ??= new Hessian(this.loss, this);
    return this.products;
  }

  /**
   * A surrogate of L made at θ, which outlives the lattice; its caller closes it. Null where it would not pay.
   *
   * @param bound ε / λ, what is pruned; the usual one where absent
   */
  surrogate(bound?: number): PrunedLoss | null {
    return prunedLossOf([this], bound);
  }

  /** Gives the memory to the next lattice; neither this one nor its Hessian is used afterwards. */
  close(): void {
    if (this.open !== null && !this.loss.workspace.isClosed) this.loss.workspace.giveBack(this.open);
    this.open = null;
    this.selected = null;
  }

  private get memory(): LatticeMemory {
    if (this.open === null || this.loss.workspace.isClosed) throw new Error("this lattice is closed");
    return this.open;
  }
}
