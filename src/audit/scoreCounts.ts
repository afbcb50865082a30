import { SCORE_BINS } from "../findings/report.js";
import { at } from "../math/at.js";
import type { ScoredCandidates } from "./candidates/table.js";
import { scoreOf } from "./findings.js";

/**
 * Length SCORE_BINS: how many of the ranked rows, and of the others, have a score in each bin.
 *
 * @param others scores of what is no row of the table
 */
export function scoreCounts({ logOdds }: ScoredCandidates, ranked: Uint32Array, others: readonly number[]): number[] {
  const counts = new Array<number>(SCORE_BINS).fill(0);
  const add = (score: number): void => {
    const bin = Math.min(SCORE_BINS - 1, Math.floor(score * SCORE_BINS));
    counts[bin] = at(counts, bin) + 1;
  };
  for (const row of ranked) add(scoreOf(at(logOdds, row)));
  for (const score of others) add(score);
  return counts;
}
