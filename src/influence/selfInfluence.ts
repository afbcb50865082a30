import type { F64 } from "../kernels/types.js";
import type { Problem } from "../tagger/problem.js";
import { type Scores, scoresOf, tokenLogits } from "../tagger/scores.js";
import { SegmentLattice } from "./segmentLattice.js";
import type { Span } from "./spans.js";
import { SparseGradient } from "./sparseGradient.js";

/**
 * Self-influence of each segment with H's diagonal D in the place of H, docs/method/influence.md, Self-influence:
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
  const ofTokens = problem.dense || problem.states ? null : new TokenSelfInfluence(problem, lattice, diagonal);
  const gradient = new SparseGradient(problem);
  const found: number[] = [];
  for (const segment of segments) {
    if (ofTokens && segment.end - segment.start === 1) {
      found.push(ofTokens.of(segment));
      continue;
    }
    gradient.clear();
    gradient.add(lattice, segment);
    found.push(gradient.quadratic(diagonal));
  }
  return Float64Array.from(found);
}

/**
 * Of segments of one token t without vectors, of which a corpus may be made. A token has each of its features once
 * (features/encode.ts), so with e = q_t − δ(y_t), and the inner sums taken once a block,
 *
 *     Σ̃(S) = Σ_c e_c² Σ_k x_tk² / D_kc  +  the edges from the label before and to the label after
 */
class TokenSelfInfluence {
  /** The inner sums, a row for each block, read as logits are. */
  private readonly inverse: Scores;
  private readonly row: Float64Array;

  constructor(
    private readonly problem: Problem,
    private readonly lattice: SegmentLattice,
    diagonal: F64,
  ) {
    this.inverse = inverseSums(problem, diagonal);
    this.row = new Float64Array(problem.shape.stride);
  }

  of(segment: Span): number {
    const { problem, inverse, row } = this;
    const { labels: C, stride, transitions } = inverse;
    const { error, before, after } = this.lattice.tokenError(segment);
    tokenLogits(problem.chains, inverse, segment.start, row, 0);
    let sum = 0;
    for (let c = 0; c < C; c++) sum += error[c] * error[c] * row[c];
    if (problem.shape.kind !== "crf") return sum;
    if (before >= 0) for (let c = 0; c < C; c++) sum += error[c] * error[c] * transitions[before * stride + c];
    if (after >= 0) for (let c = 0; c < C; c++) sum += error[c] * error[c] * transitions[c * stride + after];
    // The edge that both of them are has the sum of two errors.
    if (before >= 0 && after >= 0) sum += 2 * error[before] * error[after] * transitions[before * stride + after];
    return sum;
  }
}

/** Σ_k x_k² / D_kc of each block's features, and 1 / D of transitions: the scores of 1 / D by squared entries, kept where scores are. */
function inverseSums(problem: Problem, diagonal: F64): Scores {
  const squared = { ...problem, scale: problem.scale.map((x) => x * x) };
  const inverse = diagonal.map((d) => 1 / d);
  return scoresOf(squared, inverse, problem);
}
