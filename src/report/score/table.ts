import type { LevelScore } from "../../findings/evaluation.js";
import { at } from "../../math/at.js";
import { short } from "../numbers.js";
import { displayWidth, padEnd, widest } from "../width.js";

/**
 * A head and rows of as many cells, as lines with aligned columns: the first to the left, numbers to the right.
 *
 * @returns the head's line, and one for each row
 */
export function tableLines(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  textColumns = 1,
): [head: string, ...rows: string[]] {
  const widths = head.map((_, column) => widest([head, ...rows].map((row) => at(row, column))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const width = at(widths, column);
        return column < textColumns ? padEnd(cell, width) : " ".repeat(width - displayWidth(cell)) + cell;
      })
      .join("  ")
      .trimEnd();
  return [line(head), ...rows.map(line)];
}

/** Columns of a ranking's figures at the top of its list: precision at three cuts and at the number of errors, and its lift. */
export const CUT_COLUMNS = ["P@10", "P@50", "P@100", "P@n", "lift@n"] as const;

export function cutCells({ cuts }: Pick<LevelScore, "cuts">): string[] {
  return [...cuts.map(({ precision }) => fraction(precision)), short(at(cuts, 3).lift)];
}

/** A fraction to three decimals: 0.043. */
export const fraction = (value: number): string => value.toFixed(3);

export const interval = ([low, high]: readonly [number, number]): string => `${fraction(low)}–${fraction(high)}`;

/** A fraction as per cent with one decimal: 85.8%. */
export const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;
