import { inverseHessianBlock } from "../../src/influence/inverse.js";
import { segmentGradient } from "../../src/influence/segmentGradient.js";
import type { Span } from "../../src/influence/spans.js";
import type { CrfObjective } from "../../src/tagger/objective.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { sparse } from "./sparse.js";

/** Σ(S) = g_Sᵀ H⁻¹ g_S and u = H⁻¹ g_S of each segment, by the block solves that an audit takes. */
export function selfInfluences(
  objective: CrfObjective,
  theta: Float64Array,
  segments: readonly Span[],
  solve: { readonly tolerance: number; readonly maxIterations: number },
): { readonly selfInfluence: number; readonly u: Float64Array }[] {
  const scores = scoresOf(objective.problem, theta);
  const gradients = segments.map((segment) => segmentGradient(objective.problem, scores, [segment]));
  return Array.from(inverseHessianBlock(objective, theta, gradients.map(sparse), solve), ({ x, energy }) => ({
    selfInfluence: energy,
    u: x.slice(),
  }));
}
