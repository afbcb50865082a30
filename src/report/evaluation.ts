import { encoded } from "../findings/encode.js";
import { taggerScoreSchema } from "../findings/taggerScore.js";
import type { Evaluation, LabelScore } from "../tagger/evaluation.js";
import { count, counted, twoDecimals } from "./numbers.js";
import { recordOf } from "./record.js";
import { style } from "./style.js";
import { brief, padEnd, widest } from "./width.js";

type Counts = Omit<LabelScore, "label">;

const COLUMNS = ["precision", "recall", "F1", "gold", "predicted", "correct"] as const;

/** The evaluation as a table with aligned columns, per cent to two decimals, and a line on tokens after it. */
export function evaluationText(table: Evaluation, { color }: { readonly color: boolean }): string {
  const look = style(color);
  const rows = table.labels.map((score) => ({ name: brief(score.label), cells: cells(score) }));
  const total = { name: "total", cells: cells(table.total) };
  const nameWidth = widest([...rows, total, { name: "label" }].map(({ name }) => name));
  const widths = COLUMNS.map((column, i) => widest([column, ...[...rows, total].map((row) => row.cells[i]!)]));
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

/** The evaluation (docs/evaluation.schema.json) as one JSON document, indented by two; per cent to two decimals. */
export function evaluationJson(table: Evaluation): string {
  const record = {
    labels: table.labels.map((score) => ({ label: score.label, ...scoreRecord(score) })),
    total: scoreRecord(table.total),
    tokens: table.tokens,
    accuracy: Number(twoDecimals(table.accuracy)),
  };
  return `${encoded(recordOf(taggerScoreSchema, record), 2)}\n`;
}

function cells(score: Counts): string[] {
  return [
    twoDecimals(score.precision),
    twoDecimals(score.recall),
    twoDecimals(score.f1),
    count(score.gold),
    count(score.predicted),
    count(score.correct),
  ];
}

function scoreRecord({ gold, predicted, correct, precision, recall, f1 }: Counts): Counts {
  return {
    gold,
    predicted,
    correct,
    precision: Number(twoDecimals(precision)),
    recall: Number(twoDecimals(recall)),
    f1: Number(twoDecimals(f1)),
  };
}
