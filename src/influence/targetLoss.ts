import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";
import { SegmentLattice } from "./segmentLattice.js";
import type { Span } from "./spans.js";

/**
 * F(θ) = Σ_T f_T over target spans, with f_T = −log p(y_T | y_−T, x), docs/method/influence.md, Segments. Nats. Its gradient is
 * `segmentGradient` of the same spans.
 */
export function targetLoss(problem: Problem, theta: Scores, targets: readonly Span[]): number {
  const lattice = new SegmentLattice(problem.chains, theta);
  return targets.reduce((sum, span) => sum + lattice.loss(span), 0);
}
