import { placeOf } from "../../corpus/files.js";
import type { Corpus } from "../../corpus/types.js";
import type { Opposed } from "../../findings/report.js";
import { inverseHessianBlock } from "../../influence/inverse.js";
import { segmentGradient } from "../../influence/segmentGradient.js";
import { SegmentLattice } from "../../influence/segmentLattice.js";
import type { Span } from "../../influence/spans.js";
import type { Target } from "../../influence/targets.js";
import type { CrfObjective } from "../../tagger/objective.js";
import type { Problem } from "../../tagger/problem.js";
import { type Scores, scoresOf } from "../../tagger/scores.js";
import { contextOf, wordsOf } from "../findings.js";

/** Reference segments listed for one finding. */
const LISTED = 5;

/** What one solve u = H⁻¹ g_S gives for a segment. */
export interface SolvedSegment {
  /** Δ(S) for each target T alone: u · ∇f_T. Length |targets|. */
  readonly onTargets: Float64Array;
  /** Σ(S) = u · g_S, from below, with a relative error of the order of the residual's square. */
  readonly selfInfluence: number;
}

/** Solves for each segment in turn, done as a block, with a pass over the targets; there are none without a reference. */
export function* influenceOnTargets(
  objective: CrfObjective,
  trainTheta: Scores,
  theta: Float64Array,
  segments: readonly Span[],
  reference: { readonly problem: Problem; readonly theta: Scores; readonly targets: readonly Target[] } | null,
  solve: { readonly tolerance: number; readonly maxIterations: number },
): Generator<SolvedSegment, void> {
  const gradients = (function* () {
    for (const segment of segments) yield segmentGradient(objective.problem, trainTheta, [segment]);
  })();
  for (const { x, energy: selfInfluence } of inverseHessianBlock(objective, theta, gradients, solve)) {
    if (reference === null) yield { onTargets: new Float64Array(0), selfInfluence };
    else {
      const u = scoresOf(reference.problem, x);
      const lattice = new SegmentLattice(reference.problem.chains, reference.theta);
      const onTargets = Float64Array.from(reference.targets, (target) => lattice.influence(target, u).influence);
      yield { onTargets, selfInfluence };
    }
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
        ...placeOf(reference, start),
        tokens: wordsOf(reference, start, end),
        label,
        predicted,
        influence: influence[i],
        context: contextOf(reference, sentence, start, end),
      };
    });
}
