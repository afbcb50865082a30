import type { Two } from "../../kernels/twos.js";
import type { F64, Kernels, NodeChains, Scope, SparseRows } from "../../kernels/types.js";
import type { Shape } from "../shape.js";
import { allocateTables, fillTables } from "../transitions.js";
import type { Cells } from "./cells.js";
import { fillLogits, fillMarginals, fillScale, toVariances } from "./fill.js";
import { goldTransitions, nodeChains } from "./nodeChains.js";
import type { NodeLattice, WholeLattice } from "./nodeLattice.js";
import type { Nodes } from "./nodeList.js";
import { TwoProducts } from "./twoProducts.js";

/**
 * One corpus's share in a pruned loss: the lattice of its nodes over the weights that they have. Vectors are the pruned
 * loss's coordinates from the corpus's first on: weights, and then the transitions. `addProduct` and `addVariances` are at the
 * point of the lattice that was pruned, wherever `evaluate` goes.
 */
export class PrunedPart {
  /** As long as a vector: what each weight's entries count for; 1 for the transitions. */
  private readonly scale: F64;
  /** Stride × stride: the gold transitions within pieces, weighted. */
  private readonly goldTransitions: Float64Array;
  private readonly chains: NodeChains;
  private readonly offset: F64;
  private readonly logits: F64;
  private readonly scores: F64;
  private readonly errors: F64;
  /** At the point that was pruned. */
  private readonly origin: NodeLattice;
  /** At the point that is evaluated; scratch, made when it is first asked for. */
  private trial: NodeLattice | null = null;
  /** Made when it is first asked for. */
  private twos: TwoProducts | null = null;
  private readonly dEdges: F64;
  private readonly MA: F64;
  /** Scratch, as long as a vector. */
  private readonly rows: F64;
  private readonly kernels: Kernels;

  /** @param whole read here only: the part outlives it */
  constructor(
    { kernels, problem, tables }: WholeLattice,
    nodes: Nodes,
    private readonly cells: Cells,
    private readonly matrix: { readonly cellWeights: SparseRows; readonly weightCells: SparseRows },
    /** Weights of sparse features; those of states are behind them. */
    private readonly sparse: number,
    /** Of its coordinates: the transitions stand behind the weights. */
    private readonly shape: Shape,
    /** In θ, of the weights. */
    places: Int32Array,
    private readonly scope: Scope,
  ) {
    const { stride } = shape;
    this.kernels = kernels;
    const N = nodes.label.length;
    this.chains = nodeChains(nodes, stride, scope);
    this.scale = scope.scratch(shape.dimension).fill(1);
    fillScale(this.scale, problem.scale, places, stride);
    this.goldTransitions = goldTransitions(this.chains);
    const column = () => scope.scratch(N);
    this.offset = column();
    this.offset.set(nodes.offset);
    [this.logits, this.errors] = [column(), column()];
    // And that of the cell behind all others, which stays 0.
    this.scores = scope.float64(cells.cellNodes.rows + 1);
    this.origin = this.lattice();
    this.origin.tables.M.set(tables.M);
    [this.dEdges, this.MA] = [scope.float64(stride * stride), scope.float64(stride * stride)];
    this.rows = scope.scratch(shape.dimension);
    fillLogits(this.logits, nodes, tables.M, stride);
    this.forwardBackward(this.origin);
  }

  /**
   * gradient ← λx + the gradient at x; where λ is null, gradient + that.
   *
   * @returns Σ w ℓ of the pieces
   */
  evaluate(x: F64, gradient: F64, lambda: number | null): number {
    this.trial ??= this.lattice();
    const { tables, edges } = this.trial;
    fillTables(tables, x, this.shape);
    this.score(x, this.logits);
    this.kernels.vectors.sumScaled(this.logits, this.logits, 1, this.offset);
    let loss = this.forwardBackward(this.trial);
    this.scatter(this.errors);
    this.addRows(gradient, lambda === null ? null : { lambda, x }, (i, c, at) => {
      const [table, gold] = [i * this.shape.stride + c, this.goldTransitions[i * this.shape.stride + c]];
      loss -= gold * x[at];
      return tables.M[table] * edges[table] - gold;
    });
    return loss;
  }

  /** out ← λu + Σ w Cov(Φ) u; where λ is null, out + that. */
  addProduct(u: F64, out: F64, lambda: number | null): void {
    const { shape, dEdges, MA } = this;
    const { state, tables, edges } = this.origin;
    this.eachTransition((i, c, at) => {
      MA[i * shape.stride + c] = tables.M[i * shape.stride + c] * u[at];
    });
    this.score(u, this.logits);
    this.kernels.nodeHessianProduct(this.chains, this.logits, tables, MA, state, this.errors, dEdges);
    this.scatter(this.errors);
    this.addRows(out, lambda === null ? null : { lambda, x: u }, (i, c) => {
      const at = i * shape.stride + c;
      return tables.M[at] * dEdges[at] + MA[at] * edges[at];
    });
  }

  /** Whether two products together take less than one after the other: states have no pass for two. */
  get sharesProducts(): boolean {
    return this.cells.states === null;
  }

  /** addProduct for two vectors, each to its bits. */
  addTwoProducts(us: Two, outs: Two, lambda: number | null): void {
    const { kernels, chains, cells, matrix, scale, shape } = this;
    this.twos ??= new TwoProducts({ kernels, chains, cells, matrix, scale, shape }, this.origin, this.scope);
    this.twos.add(us, outs, lambda);
  }

  /** Adds Σ w p (1 − p) over the nodes that have a weight, and the expected transitions, to `out`. */
  addVariances(out: F64): void {
    const { shape, errors, chains } = this;
    const { state, tables, edges } = this.origin;
    fillMarginals(errors, chains, state);
    this.kernels.gatherNumbers(this.cells.cellNodes, errors, this.scores);
    const outward = Float64Array.from(this.outward);
    toVariances(errors, state);
    // The scale once for each of the two factors.
    this.scatter(errors, true);
    this.outward.set(outward);
    this.kernels.scaleRows(this.rows, this.scale, 1, this.rows);
    this.addRows(out, null, (i, c) => tables.M[i * shape.stride + c] * edges[i * shape.stride + c]);
  }

  private lattice(): NodeLattice {
    const { scope, shape, chains } = this;
    const column = () => scope.scratch(chains.nodes);
    return {
      state: { alpha: column(), arrive: column(), leave: column(), beta: column() },
      tables: allocateTables(scope, shape),
      edges: scope.float64(shape.stride * shape.stride),
    };
  }

  private forwardBackward({ tables, state, edges }: NodeLattice): number {
    const { kernels, chains, logits, errors } = this;
    return kernels.nodeForwardBackward(chains, logits, tables, state, errors, edges);
  }

  /** out ← the nodes' logits under the weights of x. */
  private score(x: F64, out: F64): void {
    this.kernels.scaleRows(x, this.scale, 1, this.rows);
    this.kernels.gatherNumbers(this.matrix.cellWeights, this.rows, this.scores);
    const { states } = this.cells;
    if (this.shape.kind === "crf") this.outward.set(x.subarray(this.shape.transitions, this.shape.dimension));
    if (states) this.kernels.multiplySingles(states, this.ofStates(this.rows), this.stateScores, this.shape.stride);
    this.kernels.gatherNumbers(this.cells.nodeCells, this.scores, out);
  }

  /** The weights' rows ← the sums of errors of their nodes, not scaled yet; those of the transitions out of pieces stay in their cells. */
  private scatter(errors: F64, squared = false): void {
    this.kernels.gatherNumbers(this.cells.cellNodes, errors, this.scores);
    this.kernels.gatherNumbers(this.matrix.weightCells, this.scores, this.rows);
    const { states } = this.cells;
    if (states === null) return;
    const { labels, stride } = this.shape;
    const size = { labels, stride, squared, chunkStart: states.chunkStart };
    this.kernels.contractSingles(states, this.stateScores, this.ofStates(this.rows).fill(0), size);
  }

  /** Open tokens × stride: the scores of their states' cells. */
  private get stateScores(): F64 {
    return this.scores.subarray(this.cells.number.length, this.cells.transitions);
  }

  /** Labels × stride: the scores of the transitions out of pieces. */
  private get outward(): F64 {
    return this.scores.subarray(this.cells.transitions, this.cells.cellNodes.rows);
  }

  /** Of a vector of the pruned loss, the rows of states: columns × stride. */
  private ofStates(x: F64): F64 {
    return x.subarray(this.sparse, this.shape.transitions);
  }

  /** out ← scale ∘ (rows, and the transitions' own, within pieces and out of them) + λx; without those, + out. */
  private addRows(
    out: F64,
    ridge: { readonly lambda: number; readonly x: F64 } | null,
    transition: (i: number, c: number, at: number) => number,
  ): void {
    const { kernels, rows, scale, shape } = this;
    rows.fill(0, shape.transitions);
    if (shape.kind === "crf") {
      const { outward } = this;
      this.eachTransition((i, c, at) => {
        rows[at] = transition(i, c, at) + outward[i * shape.stride + c];
      });
    }
    if (ridge) kernels.addScaledRows(ridge.lambda, ridge.x, rows, scale, 1, out);
    else kernels.vectors.updateDirection(out, 1, scale, rows);
  }

  private eachTransition(visit: (i: number, c: number, at: number) => void): void {
    const { labels, stride, transitions } = this.shape;
    for (let i = 0; i < labels; i++) for (let c = 0; c < labels; c++) visit(i, c, transitions + i * stride + c);
  }
}
