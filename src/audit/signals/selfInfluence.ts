import { diagonalSelfInfluence } from "../../influence/selfInfluence.js";
import { closing } from "../../kernels/closing.js";
import { scoresOf } from "../../tagger/scores.js";
import type { Trained } from "../../tagger/train.js";
import { type Candidates, candidateAt } from "../candidates/candidates.js";

/** Every candidate's self-influence by the Hessian's diagonal, length `count`; the first in rank are solved for later. */
export function selfInfluenceSignal(candidates: Candidates, { tagger, objective }: Trained): Float64Array {
  const { problem } = objective;
  const diagonal = closing(objective.at(tagger.theta), ({ hessian }) => hessian.diagonal());
  const spans = (function* () {
    for (let i = 0; i < candidates.count; i++) yield candidateAt(candidates, i);
  })();
  return diagonalSelfInfluence(problem, scoresOf(problem, tagger.theta), diagonal, spans);
}
