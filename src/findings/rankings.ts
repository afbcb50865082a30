/** What findings can be ranked by, and which way is suspicious: +1 where more is worse, −1 where less is. */
export const RANKINGS = {
  score: 1,
  influence: -1,
  relabelInfluence: -1,
  loss: 1,
  marginal: -1,
  crossValidatedLoss: 1,
  selfInfluence: 1,
  refitLoss: 1,
  referenceTaggerLoss: 1,
  variation: 1,
  neighbours: 1,
  noiseChannel: 1,
} as const;
/** What findings can be ranked by: the score, or one of the signals of docs/method/score.md, Signals. */
export type Ranking = keyof typeof RANKINGS;
export const RANKING_NAMES = Object.keys(RANKINGS) as readonly Ranking[];

/** +1 for a signal that is the more suspicious the larger it is, −1 where small values are; unknown ones count as +1. */
export function directionOf(signal: string): 1 | -1 {
  return Object.hasOwn(RANKINGS, signal) ? RANKINGS[signal as Ranking] : 1;
}

/**
 * What the pieces of an explanation can be ordered by: what retraining without a training piece's labels is expected to do;
 * influence; influence relative to the size of a piece's own gradient; or the part of it that goes through the feature that
 * carries most of the influence of all.
 */
export const RANKS = ["removal", "absolute", "relative", "carrier"] as const;
export type RankName = (typeof RANKS)[number];
