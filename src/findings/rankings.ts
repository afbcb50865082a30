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
} as const;
export type Ranking = keyof typeof RANKINGS;
export const RANKING_NAMES = Object.keys(RANKINGS) as readonly Ranking[];
