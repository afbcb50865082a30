import { transpose } from "../../kernels/sparse.js";
import type { F64, I32, Kernels, Scope, SparseRows } from "../../kernels/types.js";
import type { CrfObjective } from "../objective.js";
import { type PieceChains, pieceChains } from "./chains.js";
import { NONE } from "./pieces.js";
import type { Selection } from "./select.js";
import { PieceTangent } from "./tangent.js";

/**
 * One corpus's share in the core of a Hessian, Σ w Cov(Φ) over its pieces. Features are numbered by their place in `features`,
 * blocks by theirs in the selection.
 */
export class CorePart {
  /** What each feature's entries count for. */
  readonly scale: F64;
  private readonly chains: PieceChains;
  private readonly blockFeatures: SparseRows;
  private readonly featureBlocks: SparseRows;
  private readonly blockTokens: SparseRows;
  private readonly scores: F64;
  private readonly errors: F64;
  private readonly tangent: PieceTangent;
  private readonly stride: number;

  /** @param objective stands at the point; it may move on later */
  constructor(
    private readonly kernels: Kernels,
    { problem, state, tables }: CrfObjective,
    { pieces, blocks }: Selection,
    features: Int32Array,
    scope: Scope,
  ) {
    const { stride, features: F } = problem.shape;
    const { groups } = problem.chains;
    const N = pieces.token.length;
    const int32 = (length: number) => scope.int32(length);
    this.stride = stride;
    this.blockFeatures = chosenRows(problem.blockFeatures, blocks, placesOf(features, F), int32);
    this.featureBlocks = transpose(this.blockFeatures, features.length, int32);
    const blockOf = placesOf(blocks, problem.blockFeatures.rows);
    const tokenBlocks = new Int32Array(N * groups);
    const all = problem.chains.tokenBlocks;
    for (let i = 0, at = 0; i < N; i++) {
      const from = pieces.token[i] * groups;
      for (let g = from; g < from + groups; g++) tokenBlocks[at++] = blockOf[all[g]];
    }
    const start = new Int32Array(N + 1).map((_, i) => i * groups);
    this.blockTokens = transpose({ rows: N, start, index: tokenBlocks }, blocks.length, int32);
    this.scale = scope.float64(features.length);
    for (let f = 0; f < features.length; f++) this.scale[f] = problem.scale[features[f]];
    this.scores = scope.float64(blocks.length * stride);
    this.errors = scope.float64(N * stride);
    this.chains = pieceChains(pieces, stride, state, tables);
    this.tangent = new PieceTangent(this.chains, tokenBlocks, groups, stride);
  }

  /**
   * rows ← the feature rows of the product with u, not scaled yet; the transitions' are added to dEdges (C × stride).
   *
   * @param A the transitions of u, C × stride
   */
  apply(u: F64, A: F64, rows: F64, dEdges: F64): void {
    this.kernels.scaleRows(u, this.scale, this.stride, rows);
    this.kernels.gatherRows(this.blockFeatures, rows, this.scores, this.stride);
    this.tangent.run(this.scores, A, this.errors, dEdges);
    this.scatter(rows);
  }

  /** rows ← Σ w p (1 − p) over the tokens that have the feature, scaled; the expected transitions are added to edges. */
  variances(rows: F64, edges: F64): void {
    const { stride } = this;
    const { pieceStart, before, after, weight, nodeStart, label, edgeStart, p, back } = this.chains;
    for (let k = 0; k + 1 < pieceStart.length; k++) {
      const w = weight[k];
      for (let i = pieceStart[k]; i < pieceStart[k + 1]; i++) {
        const isLast = i === pieceStart[k + 1] - 1;
        for (let n = nodeStart[i]; n < nodeStart[i + 1]; n++) {
          this.errors[i * stride + label[n]] = w * p[n] * (1 - p[n]);
          if (i === pieceStart[k] && before[k] !== NONE) edges[before[k] * stride + label[n]] += w * p[n];
          if (isLast && after[k] !== NONE) edges[label[n] * stride + after[k]] += w * p[n];
        }
        if (i === pieceStart[k]) continue;
        let e = edgeStart[i];
        for (let m = nodeStart[i - 1]; m < nodeStart[i]; m++) {
          for (let n = nodeStart[i]; n < nodeStart[i + 1]; n++)
            edges[label[m] * stride + label[n]] += w * p[n] * back[e++];
        }
      }
    }
    this.scatter(rows);
    // The scale once for each of the two factors.
    this.kernels.scaleRows(rows, this.scale, stride, rows);
    this.kernels.scaleRows(rows, this.scale, stride, rows);
  }

  private scatter(rows: F64): void {
    // The block errors take the scores' place: nobody reads those any more.
    this.kernels.gatherRows(this.blockTokens, this.errors, this.scores, this.stride);
    this.kernels.gatherRows(this.featureBlocks, this.scores, rows, this.stride);
  }
}

/** For each of `of` numbers its place among `chosen`; 0 for those that are not. */
function placesOf(chosen: Int32Array, of: number): Int32Array {
  const place = new Int32Array(of);
  for (let i = 0; i < chosen.length; i++) place[chosen[i]] = i;
  return place;
}

/** Some rows of a matrix, its columns numbered anew. */
function chosenRows(
  { start, index }: SparseRows,
  chosen: Int32Array,
  columnOf: Int32Array,
  int32: (length: number) => I32,
): SparseRows {
  const rows = chosen.length;
  const first = int32(rows + 1);
  for (let r = 0; r < rows; r++) first[r + 1] = first[r] + start[chosen[r] + 1] - start[chosen[r]];
  const columns = int32(first[rows]);
  for (let r = 0, at = 0; r < rows; r++) {
    for (let i = start[chosen[r]]; i < start[chosen[r] + 1]; i++) columns[at++] = columnOf[index[i]];
  }
  return { rows, start: first, index: columns };
}
