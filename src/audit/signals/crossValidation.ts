import { foldsOf } from "../../corpus/folds.js";
import type { Corpus } from "../../corpus/types.js";
import type { Cache } from "../../storage/index.js";
import { scoresOf } from "../../tagger/scores.js";
import type { Trained } from "../../tagger/train.js";
import type { Candidates } from "../candidates/candidates.js";
import type { CrossFit } from "../refits/crossFit.js";
import { lossesInFold, withoutFold } from "../refits/folds.js";

/**
 * Cross-validated loss: ℓ_S of every candidate under a tagger that was trained without its fold, which is what
 * out-of-sample filters rank by (Northcutt et al. 2021, Confident learning). Folds are corpus/folds.ts's.
 *
 * @param count folds; 0 where the loss is neither asked for nor ranked by
 * @param crossFit the taggers of a cross-fit, which serve where there are as many; null without one
 * @returns length `candidates.count`, nats; null where `count` is 0
 */
export async function crossValidatedLoss(
  corpus: Corpus,
  candidates: Candidates,
  trained: Trained,
  count: number,
  crossFit: CrossFit | null,
  cache: Cache | null,
): Promise<Float64Array | null> {
  if (count === 0) return null;
  if (crossFit?.count === count) return crossFit.loss(candidates);
  const { problem } = trained.objective;
  const foldOf = foldsOf(corpus, count);
  const losses = new Float64Array(candidates.count);
  for (let fold = 0; fold < count; fold++) {
    const { theta } = await withoutFold(trained, foldOf, fold, count, cache);
    lossesInFold(problem, scoresOf(problem, theta), foldOf, fold, candidates, losses);
  }
  return losses;
}
