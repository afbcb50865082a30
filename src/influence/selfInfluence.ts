import type { F64 } from "../kernels/types.js";
import { conjugateGradientsOf } from "../math/cg.js";
import { dot } from "../math/vector.js";
import type { CrfObjective } from "../tagger/objective.js";
import type { Problem } from "../tagger/problem.js";
import { type Scores, scoresOf } from "../tagger/scores.js";
import { loadSpan, targetGradient } from "./reference.js";
import { SegmentLattice } from "./segmentLattice.js";
import type { Span } from "./spans.js";

export interface SelfInfluence {
  /** Σ(S) = g_Sᵀ H⁻¹ g_S, nats; from below, with a relative error of the order of the residual's square. */
  readonly selfInfluence: number;
  /** u = H⁻¹ g_S, in the layout of θ: where the tagger goes without S's labels, to first order. */
  readonly u: Float64Array;
}

/** Self-influence of each segment by a solve of its own, several at a time; docs/method.md, Self-influence. */
export function* selfInfluences(
  objective: CrfObjective,
  theta: Float64Array,
  segments: readonly Span[],
  solve: { readonly tolerance: number; readonly maxIterations: number; readonly width: number },
): Generator<SelfInfluence> {
  const { problem } = objective;
  const scores = scoresOf(problem, theta);
  const operator = objective.linearise(theta);
  const gradients: Float64Array[] = [];
  function* asked() {
    for (const segment of segments) {
      const gradient = targetGradient(problem, scores, [segment]);
      gradients.push(gradient);
      yield gradient;
    }
  }
  for (const { x } of conjugateGradientsOf(operator, asked(), solve)) {
    yield { selfInfluence: dot(gradients.shift() as Float64Array, x), u: x };
  }
}

/**
 * The same for the sweep over all candidates, with H's diagonal D in the place of H:
 *
 *     Σ̃(S) = g_Sᵀ D⁻¹ g_S
 *
 * exact where no two features of S's tokens covary. It costs the segments' own tokens.
 *
 * @param diagonal D, length `dimension`
 */
export function diagonalSelfInfluence(
  problem: Problem,
  theta: Scores,
  diagonal: F64,
  segments: Iterable<Span>,
): Float64Array {
  const lattice = new SegmentLattice(problem.chains, theta);
  const gradient = new SparseGradient(problem);
  const found: number[] = [];
  for (const segment of segments) {
    loadSpan(lattice, problem, segment);
    gradient.load(lattice, segment);
    found.push(gradient.quadratic(diagonal));
  }
  return Float64Array.from(found);
}

/** One segment's gradient at a time, as the rows of weights that it touches. */
class SparseGradient {
  /** Length `dimension`; zero but for the touched rows. */
  private readonly values: Float64Array;
  private readonly rows = new Set<number>();
  private readonly edges: Float64Array;

  constructor(private readonly problem: Problem) {
    const { dimension, labels, stride } = problem.shape;
    this.values = new Float64Array(dimension);
    this.edges = new Float64Array(labels * stride);
  }

  /** g_S of the segment that the lattice has loaded. */
  load(lattice: SegmentLattice, { start, end }: Span): void {
    const { chains, blockFeatures, shape, scale, dense } = this.problem;
    const { stride } = shape;
    for (const row of this.rows) this.values.fill(0, row * stride, (row + 1) * stride);
    this.rows.clear();
    this.edges.fill(0);
    const errors = new Float64Array((end - start) * stride);
    lattice.addGradient(1, errors, this.edges, start);
    for (let t = start; t < end; t++) {
      const from = (t - start) * stride;
      for (let g = t * chains.groups; g < (t + 1) * chains.groups; g++) {
        const block = chains.tokenBlocks[g];
        for (let i = blockFeatures.start[block]; i < blockFeatures.start[block + 1]; i++) {
          const column = blockFeatures.index[i];
          if (dense === null || column < dense.firstRow) this.add(column, scale[column], errors, from);
          else {
            const { first, firstRow, vectors: R, dimension: D, E } = dense;
            const r = (column - firstRow) % R;
            const own = first + Math.floor((column - firstRow) / R) * D;
            for (let d = 0; d < D; d++) this.add(own + d, E[r * D + d], errors, from);
          }
        }
      }
    }
  }

  private add(row: number, x: number, errors: F64, from: number): void {
    const { stride } = this.problem.shape;
    this.rows.add(row);
    for (let c = 0; c < stride; c++) this.values[row * stride + c] += x * errors[from + c];
  }

  /** Σ_i g_i² / D_i */
  quadratic(diagonal: F64): number {
    const { stride, transitions, kind } = this.problem.shape;
    let sum = 0;
    for (const row of this.rows) {
      for (let i = row * stride; i < (row + 1) * stride; i++) sum += this.values[i] ** 2 / diagonal[i];
    }
    if (kind === "crf") {
      for (let i = 0; i < this.edges.length; i++) sum += this.edges[i] ** 2 / diagonal[transitions + i];
    }
    return sum;
  }
}
