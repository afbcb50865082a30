import type {
  CalibrationScore,
  LevelScore,
  RankingScore,
  ScoreReport,
  SuggestionScore,
} from "../../findings/evaluation.js";
import { at } from "../../math/at.js";
import { count, counted } from "../numbers.js";
import { type Style, style } from "../style.js";
import { visible } from "../visible.js";
import { comparison } from "./comparison.js";
import { CUT_COLUMNS, cutCells, fraction, interval, percent, tableLines } from "./table.js";

/** The scores for people: one ranking in full, or several side by side and then what each suggests. */
export function scoreText(report: ScoreReport, { color }: { readonly color: boolean }): string {
  const look = style(color);
  const head = [
    `${look.place(visible(report.train))} against ${look.place(visible(report.gold))}: ` +
      `${count(report.wrongTokens)} of ${counted(report.tokens, "token")} wrong (${percent(report.wrongTokens / report.tokens)})`,
  ];
  const body = report.rankings.length === 1 ? single(at(report.rankings, 0), look) : comparison(report.rankings, look);
  const foot = `Intervals: 95% of ${counted(report.resamples, "bootstrap draw")} of whole sentences (documents, for documents)`;
  return `${[...head, ...body, "", look.aside(foot)].join("\n")}\n`;
}

function single(ranking: RankingScore, look: Style): string[] {
  const { file, by, findings, levels, suggestions, calibration } = ranking;
  return [
    `${look.place(visible(file))}: ${counted(findings, "finding")}, ranked by ${by}`,
    "",
    ...levelTable(levels, look),
    ...levels.flatMap((level) => familyTable(level, look)),
    "",
    suggestionLine(suggestions),
    ...(calibration === null ? [] : calibrationLines(calibration, look)),
  ];
}

function levelTable(levels: readonly LevelScore[], look: Style): string[] {
  const rows = levels.map((level) => [
    level.level,
    count(level.units),
    count(level.errors),
    count(level.found),
    fraction(level.averagePrecision),
    interval(level.averagePrecisionInterval),
    fraction(level.auroc),
    ...cutCells(level),
  ]);
  const head = ["level", "units", "errors", "found", "AP", "interval", "AUROC", ...CUT_COLUMNS];
  return heading(tableLines(head, rows), look);
}

function familyTable({ level, families }: LevelScore, look: Style): string[] {
  if (level === "document" || families.length < 2) return [];
  const rows = families.map(({ family, errors, found, averagePrecision, auroc }) => [
    family,
    count(errors),
    count(found),
    fraction(averagePrecision),
    fraction(auroc),
  ]);
  return ["", ...heading(tableLines([`${level}s`, "errors", "found", "AP", "AUROC"], rows), look)];
}

function suggestionLine({ top, errors, equal, families }: SuggestionScore): string {
  if (errors === 0) return `Suggestions: none of the first ${counted(top, "finding")} is about an error`;
  const parts = families.map((one) => `${one.family} ${one.equal} of ${one.errors}`).join(", ");
  return (
    `Suggestions: of ${counted(errors, "true error")} in the first ${counted(top, "finding")}, ` +
    `${count(equal)} are suggested as corrected (${percent(equal / errors)}: ${parts})`
  );
}

function calibrationLines({ expectedCalibrationError, amongSuspicious, brier, bins }: CalibrationScore, look: Style) {
  const rows = bins.map(({ from, to, findings, meanScore, errorRate }) => [
    `${from.toFixed(1)}–${to.toFixed(1)}`,
    count(findings),
    fraction(meanScore),
    fraction(errorRate),
  ]);
  return [
    "",
    `Calibration: expected calibration error ${fraction(expectedCalibrationError)}, ` +
      `${fraction(amongSuspicious.expectedCalibrationError)} from a score of 0.1 on; Brier score ${fraction(brier)}`,
    ...heading(tableLines(["score", "findings", "mean score", "are errors"], rows), look),
  ];
}

function heading([first, ...rest]: readonly [string, ...string[]], look: Style): string[] {
  return [look.heading(first), ...rest];
}
