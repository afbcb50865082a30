import type { Two } from "../../kernels/twos.js";
import type { F64, Kernels, NodeChains, Scope, SparseRows } from "../../kernels/types.js";
import type { Shape } from "../shape.js";
import type { Cells } from "./cells.js";
import type { NodeLattice } from "./nodeLattice.js";

/** What of a part its products read. */
export interface ProductsOf {
  readonly kernels: Kernels;
  readonly chains: NodeChains;
  readonly cells: Cells;
  readonly matrix: { readonly cellWeights: SparseRows; readonly weightCells: SparseRows };
  /** As long as a vector. */
  readonly scale: F64;
  readonly shape: Shape;
}

/**
 * Products of one part, without states, with two vectors at once: every pass reads the pairs of their numbers, so that it goes through
 * the indices, the labels and the tables once for both. Four at once take no less than two by two: their numbers leave the
 * cache (bench/RESULTS.md).
 */
export class TwoProducts {
  /** Pairs: of a vector, of the cells and the one behind all others, which stays 0, and of the nodes. */
  private readonly rows: F64;
  private readonly scores: F64;
  private readonly logits: F64;
  private readonly errors: F64;
  private readonly MA: F64;
  private readonly dEdges: F64;

  /** @param origin the lattice that products are at */
  constructor(
    private readonly part: ProductsOf,
    private readonly origin: NodeLattice,
    scope: Scope,
  ) {
    const { shape, cells, chains } = part;
    const square = shape.stride * shape.stride;
    this.rows = scope.scratch(2 * shape.dimension);
    this.scores = scope.float64(2 * (cells.cellNodes.rows + 1));
    [this.logits, this.errors] = [scope.scratch(2 * chains.nodes), scope.scratch(2 * chains.nodes)];
    [this.MA, this.dEdges] = [scope.float64(2 * square), scope.float64(2 * square)];
  }

  /** outs ← λus + Σ w Cov(Φ) us; where λ is null, outs + that. */
  add(us: Two, outs: Two, lambda: number | null): void {
    const { kernels, chains, cells, matrix, scale, shape } = this.part;
    const { rows, scores, logits, errors, MA, dEdges } = this;
    const { state, tables, edges } = this.origin;
    const isCrf = shape.kind === "crf";
    kernels.twos.join(scale, us, rows);
    kernels.twos.gather(matrix.cellWeights, rows, scores);
    const outward = scores.subarray(2 * cells.transitions);
    this.eachTransition((table, at, k) => {
      MA[2 * table + k] = tables.M[table] * us[k][at];
      if (isCrf) outward[2 * table + k] = us[k][at];
    });
    kernels.twos.gather(cells.nodeCells, scores, logits);
    kernels.twos.nodeHessianProducts(chains, logits, tables, MA, state, errors, dEdges);
    kernels.twos.gather(cells.cellNodes, errors, scores);
    kernels.twos.gather(matrix.weightCells, scores, rows);
    rows.fill(0, 2 * shape.transitions);
    if (isCrf) {
      this.eachTransition((table, at, k) => {
        const within = tables.M[table] * dEdges[2 * table + k] + MA[2 * table + k] * edges[table];
        rows[2 * at + k] = within + outward[2 * table + k];
      });
    }
    kernels.twos.split(lambda ?? 1, lambda === null ? outs : us, rows, scale, outs);
  }

  /** Of each vector k: where a transition stands in the tables, and in the vector. */
  private eachTransition(visit: (table: number, at: number, k: number) => void): void {
    const { labels, stride, transitions } = this.part.shape;
    for (let i = 0; i < labels; i++) {
      for (let c = 0; c < labels; c++) {
        for (const k of [0, 1]) visit(i * stride + c, transitions + i * stride + c, k);
      }
    }
  }
}
