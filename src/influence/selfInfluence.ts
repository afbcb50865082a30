import type { F64 } from "../kernels/types.js";
import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";
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
  const gradient = new SparseGradient(problem);
  const found: number[] = [];
  for (const segment of segments) {
    gradient.clear();
    gradient.add(lattice, segment);
    found.push(gradient.quadratic(diagonal));
  }
  return Float64Array.from(found);
}
