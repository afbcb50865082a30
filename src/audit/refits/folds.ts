import { foldKey } from "../../cached/keys.js";
import { vectorCodec } from "../../cached/vectorCodec.js";
import { SegmentLattice } from "../../influence/segmentLattice.js";
import { closing } from "../../kernels/closing.js";
import { type Cache, cachedStep } from "../../storage/index.js";
import { JointObjective, withRest } from "../../tagger/joint.js";
import type { Problem } from "../../tagger/problem.js";
import { REFIT, refit } from "../../tagger/refit.js";
import type { Scores } from "../../tagger/scores.js";
import type { Trained } from "../../tagger/train.js";
import { type Candidates, candidateAt } from "../candidates/candidates.js";

/** A tagger that one fold of its corpus was kept from. */
export interface FoldTagger {
  readonly theta: Float64Array;
  /** w_k: 0 for the fold's sentences, 1 for all others. */
  readonly weight: Float64Array;
}

/**
 * The tagger without one fold, from the cache, or refitted from θ with the fold's sentences counted 0 and put there.
 *
 * @param foldOf length K: the fold of each sentence, of `folds`
 */
export async function withoutFold(
  { tagger, objective }: Trained,
  foldOf: Int32Array,
  fold: number,
  folds: number,
  cache: Cache | null,
): Promise<FoldTagger> {
  const weight = Float64Array.from(foldOf, (one) => (one === fold ? 0 : 1));
  const key = foldKey(tagger, folds, fold, REFIT);
  const codec = vectorCodec("theta", `tagger without fold ${fold + 1} of ${folds}`, tagger.theta.length);
  const theta = await cachedStep(cache, "fold", key, codec, () =>
    withRest(objective, tagger.theta, (rest) =>
      closing(objective.with({ weight }), (without) => refit(new JointObjective([without], rest), tagger.theta)),
    ),
  );
  return { theta, weight };
}

/** out[i] ← ℓ_S of every candidate that stands in the fold, under these scores; nats. */
export function lossesInFold(
  problem: Problem,
  scores: Scores,
  foldOf: Int32Array,
  fold: number,
  candidates: Candidates,
  out: Float64Array,
): void {
  const lattice = new SegmentLattice(problem.chains, scores);
  for (let i = 0; i < candidates.count; i++) {
    if (foldOf[candidates.sentence[i]] !== fold) continue;
    out[i] = lattice.loss(candidateAt(candidates, i));
  }
}
