import { diagonalSelfInfluence } from "../../influence/selfInfluence.js";
import type { CrfObjective } from "../../tagger/objective.js";
import { scoresOf } from "../../tagger/scores.js";
import { candidateAt } from "../candidates/candidates.js";
import type { Judgements } from "../candidates/table.js";

/** The judgements with every candidate's self-influence by the Hessian's diagonal; the first are solved for later. */
export function withSelfInfluence(judgements: Judgements, objective: CrfObjective, theta: Float64Array): Judgements {
  const { candidates, signals } = judgements;
  const { problem } = objective;
  const diagonal = objective.linearise(theta).diagonal();
  const spans = (function* () {
    for (let i = 0; i < candidates.count; i++) yield candidateAt(candidates, i);
  })();
  const selfInfluence = diagonalSelfInfluence(problem, scoresOf(problem, theta), diagonal, spans);
  return { ...judgements, signals: { ...signals, selfInfluence } };
}
