import type { Corpus } from "../corpus/types.js";
import { inverseHessianBlock } from "../influence/inverse.js";
import { loadSpan, targetGradient } from "../influence/reference.js";
import { SegmentLattice, SegmentProjection } from "../influence/segmentLattice.js";
import type { Span } from "../influence/spans.js";
import type { Target } from "../influence/targets.js";
import type { Opposed } from "../report/types.js";
import type { CrfObjective } from "../tagger/objective.js";
import type { Problem } from "../tagger/problem.js";
import { type Scores, scoresOf } from "../tagger/scores.js";
import { contextOf, wordsOf } from "./findings.js";

/** Reference segments listed for one finding. */
const LISTED = 5;

/**
 * Δ(S) for each target T alone: g_Sᵀ H⁻¹ ∇f_T, by one solve u = H⁻¹ g_S a segment, done as a block, and a pass over the
 * targets. Length |targets| for each segment in turn.
 */
export function* influenceOnTargets(
  objective: CrfObjective,
  trainTheta: Scores,
  theta: Float64Array,
  segments: readonly Span[],
  reference: { readonly problem: Problem; readonly theta: Scores; readonly targets: readonly Target[] },
  solve: { readonly tolerance: number; readonly maxIterations: number },
): Generator<Float64Array, void> {
  const gradients = (function* () {
    for (const segment of segments) yield targetGradient(objective.problem, trainTheta, [segment]);
  })();
  const lattice = new SegmentLattice(reference.problem.chains, reference.theta);
  const projection = new SegmentProjection();
  for (const { x } of inverseHessianBlock(objective, theta, gradients, solve)) {
    const u = scoresOf(reference.problem, x);
    yield Float64Array.from(reference.targets, (target) => {
      loadSpan(lattice, reference.problem, target);
      lattice.project(u, projection);
      return projection.influence;
    });
  }
}

/** The targets that the segment pushes the tagger away from, worst first. */
export function mostOpposed(reference: Corpus, targets: readonly Target[], influence: Float64Array): Opposed[] {
  return [...influence.keys()]
    .filter((i) => influence[i] < 0)
    .sort((a, b) => influence[a] - influence[b] || a - b)
    .slice(0, LISTED)
    .map((i) => {
      const { sentence, start, end, label, predicted } = targets[i];
      return {
        file: reference.name,
        line: reference.lines[start],
        tokens: wordsOf(reference, start, end),
        label,
        predicted,
        influence: influence[i],
        context: contextOf(reference, sentence, start, end),
      };
    });
}
