import type { LevelScore, RankingScore } from "../../findings/evaluation.js";
import { at } from "../../math/at.js";
import { count } from "../numbers.js";
import type { Style } from "../style.js";
import { visible } from "../visible.js";
import { CUT_COLUMNS, cutCells, fraction, interval, percent, tableLines } from "./table.js";

/** Several rankings side by side, one table a level; what is said of differences is said of those to the first. */
export function comparison(rankings: readonly RankingScore[], look: Style): string[] {
  const names = namesOf(rankings);
  const tables = at(rankings, 0).levels.flatMap(({ level, units, errors }, i) => {
    const rows = rankings.map(({ levels }, r) => [at(names, r), ...cells(at(levels, i))]);
    const head = ["", "found", "AP", "interval", "− first", "interval", "AUROC", ...CUT_COLUMNS];
    const [first, ...rest] = tableLines(head, rows);
    // Findings about nothing that is annotated or missed are units as well, and each file has its own.
    const of = level === "segment" ? "" : ` of ${count(units)}`;
    return ["", `${count(errors)}${of} ${level}s are wrong`, look.heading(first), ...rest];
  });
  return [...tables, ...others(rankings, names, look)];
}

/** How each ranking is called: by its file, its signal, or both, whichever distinguishes it from the others. */
export function namesOf(rankings: readonly RankingScore[]): string[] {
  const files = new Set(rankings.map(({ file }) => file)).size;
  const signals = new Set(rankings.map(({ by }) => by)).size;
  return rankings.map(({ file, by }) => {
    if (signals === 1) return visible(file);
    return files === 1 ? by : `${visible(file)} ${by}`;
  });
}

function cells({ found, averagePrecision, averagePrecisionInterval, difference, auroc, cuts }: LevelScore): string[] {
  return [
    count(found),
    fraction(averagePrecision),
    interval(averagePrecisionInterval),
    difference === null ? "" : signed(difference.averagePrecision),
    difference === null ? "" : `${signed(difference.interval[0])} … ${signed(difference.interval[1])}`,
    fraction(auroc),
    ...cutCells({ cuts }),
  ];
}

const signed = (value: number): string => (value < 0 ? `−${fraction(-value)}` : `+${fraction(value)}`);

function others(rankings: readonly RankingScore[], names: readonly string[], look: Style): string[] {
  const { top } = at(rankings, 0).suggestions;
  const rows = rankings.map(({ suggestions: { errors, equal }, calibration }, i) => [
    at(names, i),
    `${count(equal)} of ${count(errors)}`,
    errors === 0 ? "" : percent(equal / errors),
    calibration === null ? "" : fraction(calibration.expectedCalibrationError),
  ]);
  const [first, ...rest] = tableLines(
    [`first ${count(top)} findings`, "suggested right", "", "calibration error"],
    rows,
  );
  return ["", look.heading(first), ...rest];
}
