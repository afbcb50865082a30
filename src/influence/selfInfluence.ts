import type { F64 } from "../kernels/types.js";
import { conjugateGradientsOf } from "../math/cg.js";
import { dot } from "../math/vector.js";
import type { CrfObjective } from "../tagger/objective.js";
import type { Problem } from "../tagger/problem.js";
import { type Scores, scoresOf } from "../tagger/scores.js";
import { SegmentLattice } from "./segmentLattice.js";
import type { Span } from "./spans.js";
import { SparseGradient } from "./sparseGradient.js";
import { loadSpan, targetGradient } from "./targetLoss.js";

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
    gradient.clear();
    gradient.add(lattice, segment);
    found.push(gradient.quadratic(diagonal));
  }
  return Float64Array.from(found);
}
