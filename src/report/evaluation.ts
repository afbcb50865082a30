import { encoded } from "../findings/encode.js";
import { count, counted, twoDecimals } from "./numbers.js";
import { style } from "./style.js";
import { visible } from "./visible.js";
import { displayWidth, padEnd } from "./width.js";

/** Segments counted as conlleval counts them. Precision, recall and F1 are per cent. */
export interface Score {
  readonly gold: number;
  readonly predicted: number;
  readonly correct: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** The scores of one segment label. */
export interface LabelScore extends Score {
  readonly label: string;
}

/** A tagging against its gold standard: by label in the order to print, and in total. Accuracy is per cent of tokens. */
export interface EvaluationTable {
  readonly labels: readonly LabelScore[];
  readonly total: Score;
  readonly tokens: number;
  readonly accuracy: number;
}

const COLUMNS = ["precision", "recall", "F1", "gold", "predicted", "correct"] as const;

/** The evaluation as a table with aligned columns, per cent to two decimals, and a line on tokens after it. */
export function evaluationText(table: EvaluationTable, { color }: { readonly color: boolean }): string {
  const look = style(color);
  const rows = table.labels.map((score) => ({ name: visible(score.label), cells: cells(score) }));
  const total = { name: "total", cells: cells(table.total) };
  const nameWidth = Math.max(...[...rows, total, { name: "label" }].map(({ name }) => displayWidth(name)));
  const widths = COLUMNS.map((column, i) =>
    Math.max(column.length, ...[...rows, total].map((row) => row.cells[i]!.length)),
  );
  const line = (name: string, values: readonly string[]): string =>
    [padEnd(name, nameWidth), ...values.map((value, i) => value.padStart(widths[i]!))].join("  ");
  return [
    look.heading(line("label", COLUMNS)),
    ...rows.map((row) => line(row.name, row.cells)),
    look.heading(line(total.name, total.cells)),
    "",
    `${counted(table.tokens, "token")}, ${twoDecimals(table.accuracy)}% of them tagged as in the gold standard`,
    "",
  ].join("\n");
}

/** The evaluation as one JSON document, indented by two; per cent to two decimals, as the table has them. */
export function evaluationJson(table: EvaluationTable): string {
  const record = {
    labels: table.labels.map((score) => ({ label: score.label, ...scoreRecord(score) })),
    total: scoreRecord(table.total),
    tokens: table.tokens,
    accuracy: Number(twoDecimals(table.accuracy)),
  };
  return `${encoded(record, 2)}\n`;
}

function cells(score: Score): string[] {
  return [
    twoDecimals(score.precision),
    twoDecimals(score.recall),
    twoDecimals(score.f1),
    count(score.gold),
    count(score.predicted),
    count(score.correct),
  ];
}

function scoreRecord({ gold, predicted, correct, precision, recall, f1 }: Score): Score {
  return {
    gold,
    predicted,
    correct,
    precision: Number(twoDecimals(precision)),
    recall: Number(twoDecimals(recall)),
    f1: Number(twoDecimals(f1)),
  };
}
