import type { AtCut, LevelScore, RankingScore, ScoreReport, SuggestionScore } from "../../findings/evaluation.js";
import { directionOf } from "../../findings/rankings.js";
import { at } from "../../math/at.js";
import { version } from "../../version.js";
import { bootstrap, interval } from "./bootstrap.js";
import { calibration } from "./calibration.js";
import { type Errors, FAMILIES, familyBit } from "./errors.js";
import { curveReads, EVERY_FAMILY, type Measures, measures, type Ranked, ranked, recallAt } from "./metrics.js";
import { type Units, unitsOf } from "./units.js";
import type { Verdict } from "./verdict.js";

/** A file of findings, the gold standard, and the signals to rank them by. */
export interface ScoredCandidate {
  readonly file: string;
  readonly verdicts: readonly Verdict[];
  /** "score" for the order that the file has, else keys of `signals`. */
  readonly by: readonly string[];
}

export interface ScoreOptions {
  /** Draws of the bootstrap. */
  readonly resamples: number;
  readonly seed: number;
  /** Findings, from the top, whose suggestions are compared with the gold standard. */
  readonly top: number;
}

/** Scores rankings of findings against the known errors; every ranking after the first is compared with the first. */
export function scoreRankings(errors: Errors, files: readonly ScoredCandidate[], options: ScoreOptions): ScoreReport {
  const rankings = files.flatMap(({ file, verdicts, by }) => {
    const units = unitsOf(errors, verdicts);
    return by.map((name) => ({ file, by: name, verdicts, units, values: valuesBy(verdicts, name) }));
  });
  const scored = at(rankings, 0).units.map((_, level) =>
    scoreLevel(
      rankings.map((one) => ({ ...one, units: at(one.units, level) })),
      options,
    ),
  );
  return {
    seginf: version,
    train: errors.corpus.name,
    gold: errors.gold.name,
    tokens: errors.ofToken.length,
    wrongTokens: count(errors.ofToken, (family) => family !== 0),
    resamples: options.resamples,
    rankings: rankings.map(
      ({ file, by, verdicts, values }, i): RankingScore => ({
        file,
        by,
        findings: verdicts.length,
        levels: scored.map((ofRanking) => at(ofRanking, i)),
        suggestions: suggestions(verdicts, values, options.top),
        calibration: by === "score" ? calibration(verdicts) : null,
      }),
    ),
  };
}

/** By finding, larger is more suspicious. The score itself is rounded, so the order stands in for it. */
function valuesBy(verdicts: readonly Verdict[], by: string): Float64Array {
  if (by === "score") return Float64Array.from(verdicts, ({ rank }) => -rank);
  const sign = directionOf(by);
  return Float64Array.from(verdicts, ({ signals }) => {
    const value = signals[by] ?? null;
    return value === null ? Number.NEGATIVE_INFINITY : sign * value;
  });
}

interface Ranking {
  readonly units: Units;
  readonly values: Float64Array;
}

function scoreLevel(rankings: readonly Ranking[], { resamples, seed }: ScoreOptions): LevelScore[] {
  const order = rankings.map(({ units, values }) => ranked(units.values(values), units.families, units.cluster));
  const drawn = bootstrap(order, at(rankings, 0).units.clusters, resamples, seed);
  const all = order.map((one) => measures(one, EVERY_FAMILY, null));
  return order.map((one, i) => {
    const { units, errors, averagePrecision, auroc } = at(all, i);
    const first = at(all, 0).averagePrecision;
    const [draws, ofFirst] = [at(drawn, i), at(drawn, 0)];
    const differences = draws.map((draw, d) => draw.averagePrecision - at(ofFirst, d).averagePrecision);
    return {
      level: at(rankings, i).units.level,
      units,
      errors,
      found: found(one, EVERY_FAMILY),
      averagePrecision,
      averagePrecisionInterval: interval(pluck(draws, "averagePrecision"), averagePrecision),
      // Where everything is wrong there is nothing to stand above.
      auroc: Number.isNaN(auroc) ? 0.5 : auroc,
      aurocInterval: interval(pluck(draws, "auroc"), Number.isNaN(auroc) ? 0.5 : auroc),
      cuts: cutsOf(one, units, errors),
      recallCurve: recallAt(one, curveReads(units)),
      families: familiesOf(one),
      difference:
        i === 0
          ? null
          : { averagePrecision: averagePrecision - first, interval: interval(differences, averagePrecision - first) },
    };
  });
}

function cutsOf(one: Ranked, units: number, errors: number): AtCut[] {
  const cuts = [10, 50, 100, errors];
  const ascending = recallAt(
    one,
    [...cuts].sort((a, b) => a - b),
  );
  return cuts.map((k) => {
    const { precision, recall } = ascending.find(({ read }) => read === k)!;
    return { k, precision, recall, lift: precision / (errors / units) };
  });
}

function familiesOf(one: Ranked): LevelScore["families"] {
  return FAMILIES.flatMap((family) => {
    const bit = familyBit(family);
    const { errors, averagePrecision, auroc } = measures(one, bit, null);
    if (errors === 0) return [];
    return [{ family, errors, found: found(one, bit), averagePrecision, auroc: Number.isNaN(auroc) ? 0.5 : auroc }];
  });
}

const found = ({ families, found: places }: Ranked, mask: number): number =>
  count(families.subarray(0, places), (family) => (family & mask) !== 0);

function suggestions(verdicts: readonly Verdict[], values: Float64Array, top: number): SuggestionScore {
  const order = Uint32Array.from(values.keys()).sort((a, b) => at(values, b) - at(values, a) || a - b);
  const wrong = Array.from(order.subarray(0, top), (i) => at(verdicts, i)).filter(({ families }) => families !== 0);
  const equal = (some: readonly Verdict[]) => some.filter(({ corrects }) => corrects).length;
  const families = FAMILIES.map((family) => {
    const ofFamily = wrong.filter(({ families: bits }) => bits & familyBit(family));
    return { family, errors: ofFamily.length, equal: equal(ofFamily) };
  });
  return { top, errors: wrong.length, equal: equal(wrong), families: families.filter(({ errors }) => errors > 0) };
}

const pluck = (draws: readonly Measures[], key: "averagePrecision" | "auroc"): number[] =>
  draws.map((draw) => draw[key]);

const count = (values: Uint8Array, is: (value: number) => boolean): number =>
  values.reduce((sum, value) => sum + (is(value) ? 1 : 0), 0);
