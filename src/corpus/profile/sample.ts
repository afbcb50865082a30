import { SeginfError } from "../../errors.js";
import { isDocstart } from "../comments.js";
import { Fields, hasTab, isBlank } from "../fields.js";

/** A line kept until the first few thousand of its file have been looked at. */
export interface SampleLine {
  readonly text: Buffer;
  /** From 1. */
  readonly number: number;
}

const MOST_LINES = 3000;
const MOST_BYTES = 1 << 21;
/** Comments before the first row, at most. */
const MOST_WAITING = 1_000_000;

/** The first lines of a file, which settle how it is read. */
export class Sample {
  lines: SampleLine[] = [];
  #bytes = 0;
  #wasBlank = false;

  /** @throws SeginfError where so many lines hold no row that none is to be expected */
  add(bytes: Buffer, start: number, end: number, number: number, file: string): void {
    // Of blank lines that follow each other, one says all: a file may hold nothing else, and millions of them.
    const isBlankLine = isBlank(bytes, start, end);
    if (isBlankLine && this.#wasBlank) return;
    this.#wasBlank = isBlankLine;
    if (this.lines.length >= MOST_WAITING) {
      throw new SeginfError(`no row in the first ${number} lines`, { file }, "give a corpus with one token a line");
    }
    this.lines.push({ text: Buffer.from(bytes.subarray(start, end)), number });
    this.#bytes += end - start;
  }

  clear(): void {
    this.lines = [];
  }

  get isFull(): boolean {
    return this.lines.length >= MOST_LINES || this.#bytes >= MOST_BYTES;
  }
}

/** A row of the sample, cut into its fields as text. */
export interface SampleRow {
  readonly line: number;
  readonly fields: readonly string[];
  /** Rows between two blank lines or marks have the same number. */
  readonly block: number;
}

/** The rows of the sample: no comments, blank lines or document marks. */
export interface SampleRows {
  readonly rows: readonly SampleRow[];
  /** Lines that begin with `#`, in order. */
  readonly comments: readonly SampleLine[];
  readonly blocks: number;
}

const HASH = 35;

/** Cuts the sample into rows, at tabs or at runs of blanks. */
export function rowsOf(lines: readonly SampleLine[], separator: "tab" | "blanks"): SampleRows {
  const fields = new Fields();
  const rows: SampleRow[] = [];
  const comments: SampleLine[] = [];
  let block = 0;
  let isOpen = false;
  for (const line of lines) {
    const { text, number } = line;
    if (text[0] === HASH && text.length > 0) comments.push(line);
    else if (isBlank(text, 0, text.length) || isDocstart(text, 0, text.length)) isOpen = false;
    else if (separator === "tab" || !hasTab(text, 0, text.length)) {
      if (!isOpen) block++;
      isOpen = true;
      if (separator === "tab") fields.splitTabs(text, 0, text.length);
      else fields.splitBlanks(text, 0, text.length);
      rows.push({ line: number, fields: cut(text, fields), block });
    }
  }
  return { rows, comments, blocks: block };
}

/** No decision looks at more columns than this. */
const MOST_COLUMNS = 64;

function cut(text: Buffer, { starts, ends, count }: Fields): string[] {
  const fields: string[] = [];
  for (let i = 0; i < count; i++) {
    // Beyond it, columns are counted but not looked at.
    fields.push(i < MOST_COLUMNS ? text.toString("utf8", starts[i], ends[i]) : "");
  }
  return fields;
}
