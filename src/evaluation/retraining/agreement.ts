import type { Agreement, Direction, DirectionSummary, ValidationPair } from "../../findings/validation.js";
import { median, pearson, slopeThroughOrigin, spearman } from "../../math/statistics.js";
import type { Cost, Trial } from "./trial.js";

/** Above this share of its effect, a retraining's noise leaves open how large the effect is. */
const RESOLVED = 0.01;

/** How the predictions of one direction agree with its retrainings. */
export function summarise(
  direction: Direction,
  pairs: readonly ValidationPair[],
  trials: readonly Trial[],
): DirectionSummary {
  const shares = pairs.map(({ noise, retrained }) => (noise === 0 ? 0 : noise / Math.abs(retrained)));
  const costs = trials.flatMap(({ products }) => products);
  const average = (of: (cost: Cost) => number) =>
    costs.length === 0 ? 0 : costs.reduce((sum, cost) => sum + of(cost), 0) / costs.length;
  return {
    direction,
    pairs: pairs.length,
    firstOrder: agreement(pairs, ({ firstOrder }) => firstOrder),
    oneStep: agreement(pairs, ({ oneStep }) => oneStep),
    refined: agreement(pairs, ({ refined }) => refined),
    noise: {
      median: finite(median(shares) ?? 0),
      largest: finite(shares.reduce((most, share) => Math.max(most, share), 0)),
      unresolved: shares.filter((share) => share > RESOLVED).length,
    },
    retrainings: trials.length,
    products: {
      oneStep: average(({ oneStep }) => oneStep),
      refined: average(({ refined }) => refined),
      retrained: average(({ retrained }) => retrained),
    },
    nonconvex: trials.filter(({ convex }) => !convex).length,
  };
}

function agreement(pairs: readonly ValidationPair[], predict: (pair: ValidationPair) => number): Agreement {
  const predicted = pairs.map(predict);
  const retrained = pairs.map((pair) => pair.retrained);
  const resolved = pairs.filter(({ noise, retrained }) => noise <= RESOLVED * Math.abs(retrained));
  const same = resolved.filter((pair) => Math.sign(predict(pair)) === Math.sign(pair.retrained));
  return {
    pearson: pearson(predicted, retrained),
    spearman: spearman(predicted, retrained),
    slope: slopeThroughOrigin(predicted, retrained),
    sign: resolved.length > 0 ? same.length / resolved.length : null,
  };
}

/** A change of nothing, with noise: all of it is noise. */
const finite = (share: number): number => (Number.isFinite(share) ? share : 1);
