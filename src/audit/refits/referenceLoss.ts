import type { Chains, Kernels } from "../../kernels/types.js";
import { UNKNOWN_LABEL } from "../../tagger/model.js";
import { CrfObjective } from "../../tagger/objective.js";
import type { Problem } from "../../tagger/problem.js";

/** What a refit is made from: the tagger, its objective, and the reference as it reads that. */
export interface Refittable {
  readonly objective: CrfObjective;
  /** The optimum of the objective. */
  readonly theta: Float64Array;
  readonly problem: Problem;
}

/** The loss of a reference's sentences whose labels the tagger has. @param problem the reference's; it stays its owner's */
export function referenceObjective(kernels: Kernels, problem: Problem, lambda: number): CrfObjective {
  const { gold, known } = knownOf(problem.chains);
  return new CrfObjective(kernels, problem.with({ gold, weight: known }), lambda);
}

/**
 * A reference's labels, made fit to train on: a sentence with a label that the tagger does not have cannot be, so it gets
 * some known labels and counts 0.
 */
export function knownOf({ gold: own, sentenceStart }: Pick<Chains, "gold" | "sentenceStart">): {
  readonly gold: Int32Array;
  /** Length K: 1, or 0 for a sentence with an unknown label. */
  readonly known: Float64Array;
} {
  const gold = Int32Array.from(own);
  const known = new Float64Array(sentenceStart.length - 1).fill(1);
  for (let k = 0; k < known.length; k++) {
    for (let t = sentenceStart[k]; t < sentenceStart[k + 1]; t++) {
      if (gold[t] !== UNKNOWN_LABEL) continue;
      gold[t] = 0;
      known[k] = 0;
    }
  }
  return { gold, known };
}
