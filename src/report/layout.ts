import { displayWidth } from "./width.js";

/** A stretch of text that is never broken over lines, and how to colour it once its place is known. */
export interface Piece {
  readonly text: string;
  readonly paint?: ((text: string) => string) | undefined;
}

/** A piece without colour, or with one. */
export function piece(text: string, paint?: (text: string) => string): Piece {
  return { text, paint };
}

/**
 * Sets pieces one after the other, `gap` between them, and begins a new line, indented, where the next piece would
 * not fit in `width` columns. A piece that is too wide for any line stands on one of its own, whole: a file name that
 * is cut cannot be clicked.
 */
export function flow(pieces: readonly Piece[], width: number, indent: number, gap = "  "): string {
  let text = "";
  let column = 0;
  for (const { text: part, paint } of pieces) {
    const partWidth = displayWidth(part);
    if (column === 0) {
      column = partWidth;
    } else if (column + gap.length + partWidth <= width) {
      text += gap;
      column += gap.length + partWidth;
    } else {
      text += `\n${" ".repeat(indent)}`;
      column = indent + partWidth;
    }
    text += paint === undefined ? part : paint(part);
  }
  return `${text}\n`;
}

/** Sets running text in lines of at most `width` columns. */
export function paragraph(text: string, width: number, indent: number, paint?: (text: string) => string): string {
  return flow(
    text.split(" ").map((word) => piece(word, paint)),
    width,
    indent,
    " ",
  );
}
