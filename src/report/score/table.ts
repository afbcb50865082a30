import type { LevelScore } from "../../findings/evaluation.js";
import { short } from "../numbers.js";
import { displayWidth, padEnd, widest } from "../width.js";

/** Rows of cells, the first of them the head, as lines with aligned columns: the first to the left, numbers to the right. */
export function tableLines(rows: readonly (readonly string[])[], textColumns = 1): string[] {
  const widths = rows[0].map((_, column) => widest(rows.map((row) => row[column])));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        if (column < textColumns) return padEnd(cell, widths[column]);
        return " ".repeat(widths[column] - displayWidth(cell)) + cell;
      })
      .join("  ")
      .trimEnd(),
  );
}

/** Columns of a ranking's figures at the top of its list: precision at three cuts and at the number of errors, and its lift. */
export const CUT_COLUMNS = ["P@10", "P@50", "P@100", "P@n", "lift@n"] as const;

export function cutCells({ cuts }: Pick<LevelScore, "cuts">): string[] {
  return [...cuts.map(({ precision }) => fraction(precision)), short(cuts[3].lift)];
}

/** A fraction to three decimals: 0.043. */
export const fraction = (value: number): string => value.toFixed(3);

export const interval = ([low, high]: readonly [number, number]): string => `${fraction(low)}–${fraction(high)}`;

/** A fraction as per cent with one decimal: 85.8%. */
export const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;
