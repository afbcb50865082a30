import { diagonalSelfInfluence } from "../../influence/selfInfluence.js";
import type { Trained } from "../../tagger/train.js";
import { type Candidates, candidateAt } from "../candidates/candidates.js";
import { keptScores } from "../subject.js";

/**
 * Every candidate's self-influence by the Hessian's diagonal, length `count`; the first in rank are solved for later.
 *
 * @param curvature the diagonal at θ
 */
export function selfInfluenceSignal(
  candidates: Candidates,
  { tagger, objective }: Trained,
  curvature: Float64Array,
): Float64Array {
  const { problem } = objective;
  const spans = (function* () {
    for (let i = 0; i < candidates.count; i++) yield candidateAt(candidates, i);
  })();
  return diagonalSelfInfluence(problem, keptScores(problem, tagger.theta), curvature, spans);
}
