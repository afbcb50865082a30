// The prior of what verdicts say of scores (src/audit/score/verdictScaling.ts), from kept evidence (gather.mjs).
import { scaled, scalingBy } from "../../dist/audit/score/verdictScaling.js";
import { softplus } from "../../dist/math/logistic.js";

/** Findings that have been judged, the first of the ranking, and how many times as many are judged by their scores then. */
const JUDGED = [10, 30, 100];
const REST = 4;
const DEVIATIONS = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6];
const PRIORS = DEVIATIONS.flatMap((slopeDeviation) =>
  DEVIATIONS.map((constantDeviation) => ({ slopeDeviation, constantDeviation })),
);

/**
 * The deviations under which the verdicts on the first findings tell most of the next ones: the least mean of −log p of what they are,
 * corpora weighing alike.
 *
 * @param rankings [{corpus, logOdds, wrong}] of candidates, by models that were not learnt on their corpus
 */
export function chooseVerdictPrior(rankings) {
  const trials = rankings.flatMap(({ corpus, logOdds, wrong }) => {
    const order = [...logOdds.keys()].filter((i) => logOdds[i] > -10).sort((i, j) => logOdds[j] - logOdds[i]);
    const judged = order.map((i) => ({ logOdds: Math.min(13, logOdds[i]), isWrong: wrong[i] > 0 }));
    return JUDGED.filter((n) => judged.length >= 2 * n).map((n) => ({
      corpus,
      first: judged.slice(0, n),
      rest: judged.slice(n, (1 + REST) * n),
    }));
  });
  const corpora = [...new Set(trials.map(({ corpus }) => corpus))];
  const lossOf = (scalingOf) => {
    const lossOfTrial = ({ first, rest }) => mean(rest.map((one) => surprise(scalingOf(first), one)));
    return mean(corpora.map((name) => mean(trials.filter(({ corpus }) => corpus === name).map(lossOfTrial))));
  };
  const none = lossOf(() => ({ slope: 1, constant: 0 }));
  const tried = PRIORS.map((prior) => ({ prior, loss: lossOf(memoised((first) => scalingBy(first, prior))) }));
  const best = tried.reduce((a, b) => (b.loss < a.loss ? b : a));
  return { prior: best.prior, trials: trials.length, loss: best.loss, withoutVerdicts: none };
}

const mean = (values) => values.reduce((sum, x) => sum + x, 0) / values.length;

/** −log p of what a candidate is. */
const surprise = (scaling, { logOdds, isWrong }) => softplus((isWrong ? -1 : 1) * scaled(scaling, logOdds));

function memoised(of) {
  const known = new Map();
  return (key) => {
    if (!known.has(key)) known.set(key, of(key));
    return known.get(key);
  };
}
