import { foldsOf } from "../../corpus/folds.js";
import type { Corpus } from "../../corpus/types.js";
import type { Cache } from "../../storage/index.js";
import { scoresOf } from "../../tagger/scores.js";
import type { Trained } from "../../tagger/train.js";
import type { Candidates } from "../candidates/candidates.js";
import { lossesInFold, withoutFold } from "../refits/folds.js";

/** Folds where the cross-validated loss is ranked by and nobody says how many. */
const FOLDS = 5;

/** What says whether there is a cross-validated loss. */
interface Wish {
  readonly folds?: number | undefined;
  readonly signal?: string | undefined;
}

/** Folds of the cross-validated loss; 0 where it is neither asked for nor ranked by. */
export function foldsFor({ folds, signal }: Wish): number {
  return folds ?? (signal === "crossValidatedLoss" ? FOLDS : 0);
}

/**
 * Cross-validated loss: ℓ_S of every candidate under a tagger that was trained without its fold, which is what
 * out-of-sample filters rank by (Northcutt et al. 2021, Confident learning). Folds are corpus/folds.ts's.
 *
 * @returns length `count`, nats; null where it is neither asked for nor ranked by
 */
export async function crossValidatedLoss(
  corpus: Corpus,
  candidates: Candidates,
  trained: Trained,
  wish: Wish,
  cache: Cache | null,
): Promise<Float64Array | null> {
  const folds = foldsFor(wish);
  if (folds === 0) return null;
  const { problem } = trained.objective;
  const foldOf = foldsOf(corpus, folds);
  const losses = new Float64Array(candidates.count);
  for (let fold = 0; fold < folds; fold++) {
    const { theta } = await withoutFold(trained, foldOf, fold, folds, cache);
    lossesInFold(problem, scoresOf(problem, theta), foldOf, fold, candidates, losses);
  }
  return losses;
}
