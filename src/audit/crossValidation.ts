import { foldsOf } from "../corpus/folds.js";
import type { Corpus } from "../corpus/types.js";
import { loadSpan } from "../influence/reference.js";
import { SegmentLattice } from "../influence/segmentLattice.js";
import { type Cache, section } from "../storage/index.js";
import { JointObjective } from "../tagger/joint.js";
import { NUMERICS_VERSION, thetaDigest } from "../tagger/obtain.js";
import { during } from "../tagger/problem.js";
import { REFIT, refit } from "../tagger/refit.js";
import { scoresOf } from "../tagger/scores.js";
import type { Trained } from "../tagger/train.js";
import type { Candidates } from "./candidates.js";

/**
 * Cross-validated loss: ℓ_S of every candidate under a tagger that was trained without its fold, which is what
 * out-of-sample filters rank by (Northcutt et al. 2021, Confident learning). Folds are corpus/folds.ts's; each tagger is
 * refitted from θ with the fold's sentences counted 0.
 *
 * @returns length `count`, nats
 */
export async function crossValidatedLoss(
  corpus: Corpus,
  candidates: Candidates,
  trained: Trained,
  folds: number,
  cache: Cache | null,
): Promise<Float64Array> {
  const { objective } = trained;
  const foldOf = foldsOf(corpus, folds);
  const losses = new Float64Array(candidates.count);
  for (let fold = 0; fold < folds; fold++) {
    const theta = await withoutFold(trained, foldOf, fold, folds, cache);
    const lattice = new SegmentLattice(objective.problem.chains, scoresOf(objective.problem, theta));
    for (let i = 0; i < candidates.count; i++) {
      const sentence = candidates.sentence[i];
      if (foldOf[sentence] !== fold) continue;
      loadSpan(lattice, objective.problem, { sentence, start: candidates.start[i], end: candidates.end[i] });
      losses[i] = lattice.loss;
    }
  }
  return losses;
}

/** The tagger without one fold, from the cache, or refitted and put there. */
async function withoutFold(
  { tagger, objective }: Trained,
  foldOf: Int32Array,
  fold: number,
  folds: number,
  cache: Cache | null,
) {
  const key = {
    ...{ numerics: NUMERICS_VERSION, tagger: thetaDigest(tagger), training: tagger.training },
    ...{ folds, fold, ...REFIT },
  };
  const entry = await cache?.load("fold", key);
  if (entry) return section(entry, "theta", Float64Array);
  const weight = Float64Array.from(foldOf, (one) => (one === fold ? 0 : 1));
  const joint = new JointObjective([objective]);
  const theta = during(objective.problem, { weight }, () => refit(joint, tagger.theta));
  await cache?.store("fold", key, { description: `tagger without fold ${fold + 1} of ${folds}` }, { theta });
  return theta;
}
