// The prior of a commit's sentences (src/audit/score/changedPrior.ts), from kept evidence of commits (gather.mjs).
import { withChangedPrior } from "../../dist/audit/score/changedPrior.js";
import { seeded } from "./random.mjs";
import { singleOf } from "./regressionFit.mjs";

/** Stretches of unchanged sentences that stand for commits without an error of ours. */
const CLEAN = 30;
/** What is asked of a gate: of what it reports this much is wrong, and so many reports at most of a commit without errors. */
const LEAST_PRECISION = 0.8;
const MOST_FALSE = 1;

const PRIORS = [0.0005, 0.001, 0.002, 0.005].flatMap((unchanged) =>
  [0.5, 1, 2].flatMap((errors) => [25, 50, 100, 200, 400].map((correct) => ({ errors, correct, unchanged }))),
);

/**
 * The prior under which most errors are found, of those that keep to what is asked of a gate.
 *
 * @param commits [{evidence, single}]: evidence of commits, and a model that was not learnt on their corpus
 */
export function choosePrior(commits) {
  const judged = commits.map(({ evidence, single }) => ({ ...evidence, e: singleOf(evidence, single) }));
  const tried = PRIORS.map((prior) => {
    const all = judged.map((one) => figuresOf(one, prior));
    const total = (of) => all.reduce((sum, one) => sum + of(one), 0);
    const found = total((one) => one.found);
    const falseOnes = all.map((one) => one.clean).sort((a, b) => a - b);
    return {
      prior,
      ...{
        found,
        wrong: total((one) => one.wrong),
        precision:
          found /
          Math.max(
            1,
            total((one) => one.listed),
          ),
      },
      clean: falseOnes[falseOnes.length >> 1],
      mostClean: falseOnes.at(-1),
    };
  });
  const kept = tried.filter(({ precision, clean }) => precision >= LEAST_PRECISION && clean <= MOST_FALSE);
  return (kept.length > 0 ? kept : tried).sort((a, b) => b.found - a.found || b.precision - a.precision)[0];
}

function figuresOf({ e, isChanged, wrong }, prior) {
  const size = isChanged.reduce((sum, x) => sum + x, 0);
  const rows = [...isChanged.keys()].filter((row) => isChanged[row]);
  const listed = listedAmong(e, new Set(rows), prior);
  const others = [...isChanged.keys()].filter((row) => !isChanged[row]);
  const random = seeded(1);
  const clean = Array.from({ length: CLEAN }, () => {
    const from = Math.floor(random.next() * (others.length - size));
    // The changed sentences are no part of a commit without them.
    const without = others.map((row) => e[row]);
    const block = new Set(Array.from({ length: size }, (_, i) => from + i));
    return listedAmong(Float64Array.from(without), block, prior).filter((i) => !wrong[others[i]]).length;
  });
  return {
    ...{ wrong: rows.reduce((sum, row) => sum + wrong[row], 0), listed: listed.length },
    found: listed.filter((row) => wrong[row]).length,
    clean: clean.reduce((sum, n) => sum + n, 0) / CLEAN,
  };
}

function listedAmong(e, changed, prior) {
  const { logOdds } = withChangedPrior(e, e, (row) => changed.has(row), undefined, prior);
  return [...changed].filter((row) => logOdds[row] >= 0);
}
