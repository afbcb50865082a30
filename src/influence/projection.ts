import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";
import { SegmentLattice } from "./segmentLattice.js";
import type { Span } from "./spans.js";

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
  return Float64Array.from(pieces, ({ spans }) =>
    spans.reduce((sum, span) => sum + lattice.influence(span, v).influence, 0),
  );
}
