import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";
import { gatherGradient } from "./gradient.js";
import { SegmentLattice } from "./segmentLattice.js";
import type { Span } from "./spans.js";

/** F(θ) = Σ_T f_T over target spans, with f_T = −log p(y_T | y_−T, x), docs/method.md, Segments. Nats. */
export function targetLoss(problem: Problem, theta: Scores, targets: readonly Span[]): number {
  const lattice = new SegmentLattice(problem.chains, theta);
  let loss = 0;
  for (const span of targets) {
    loadSpan(lattice, problem, span);
    loss += lattice.loss;
  }
  return loss;
}

/** ∇F, in the layout of the problem's shape. */
export function targetGradient(problem: Problem, theta: Scores, targets: readonly Span[]): Float64Array {
  const lattice = new SegmentLattice(problem.chains, theta);
  return gatherGradient(problem, targets, (errors, edges) => {
    for (const span of targets) {
      loadSpan(lattice, problem, span);
      lattice.addGradient(1, errors, edges);
    }
  });
}

export function loadSpan(lattice: SegmentLattice, { chains }: Problem, { sentence, start, end }: Span): void {
  lattice.load(start, end, chains.sentenceStart[sentence], chains.sentenceStart[sentence + 1]);
}
