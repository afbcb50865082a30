import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";
import { SegmentLattice, SegmentProjection } from "./segmentLattice.js";
import type { Span } from "./spans.js";
import { loadSpan } from "./targetLoss.js";

/**
 * v · g of every piece, the sum over its spans: Δ(S) for training pieces under v = H⁻¹∇f_T, and equally Δ(S) on each
 * reference piece under u = H⁻¹ g_S. One pass over the pieces. Nats.
 */
export function projectPieces(
  problem: Problem,
  theta: Scores,
  v: Scores,
  pieces: readonly { readonly spans: readonly Span[] }[],
): Float64Array {
  const lattice = new SegmentLattice(problem.chains, theta);
  const projection = new SegmentProjection();
  return Float64Array.from(pieces, ({ spans }) => {
    let influence = 0;
    for (const span of spans) {
      loadSpan(lattice, problem, span);
      lattice.project(v, projection);
      influence += projection.influence;
    }
    return influence;
  });
}
