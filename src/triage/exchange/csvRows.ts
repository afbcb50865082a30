import { SeginfError } from "../../errors.js";
import type { AnswerFile } from "./json.js";

/** A row of a table, by the names of its columns. */
export interface Row {
  /** From 1, the header's line being the first. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

const SEPARATORS = [",", ";", "\t"] as const;

/**
 * The rows of a table as spreadsheets save them: separated by commas, by semicolons where the decimal mark is a comma, or by tabs;
 * quoted as RFC 4180 has it.
 *
 * @param needed columns without which it is another table
 * @throws SeginfError where one is missing, or a quote is not closed
 */
export function csvRows({ name, text }: AnswerFile, needed: readonly string[]): Row[] {
  const bare = text.replace(/^\uFEFF/, "");
  const [header = ""] = bare.split(/\r?\n/, 1);
  const separator = SEPARATORS.find((one) => header.split(one).length > needed.length) ?? ",";
  const [first, ...rest] = records(bare, separator, name);
  const names = first?.cells ?? [];
  const missing = needed.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    const hint = "keep the header and the columns of seginf audit --format csv";
    throw new SeginfError(`the table has no column ${missing.join(", ")}`, { file: name, line: 1 }, hint);
  }
  return rest
    .filter(({ cells }) => cells.some((cell) => cell !== ""))
    .map(({ line, cells }) => ({ line, cells: Object.fromEntries(names.map((one, i) => [one, cells[i] ?? ""])) }));
}

interface Cells {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A cell, quoted or not, and what ends it. */
const CELLS = {
  ",": /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y,
  ";": /(?:"((?:[^"]|"")*)"|([^";\r\n]*))(;|\r\n|\n|\r|$)/y,
  "\t": /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/y,
} as const;

function records(text: string, separator: (typeof SEPARATORS)[number], file: string): Cells[] {
  const cell = CELLS[separator];
  const found: Cells[] = [];
  let cells: string[] = [];
  let line = 1;
  let begun = 1;
  for (let at = 0; at < text.length || cells.length > 0; ) {
    cell.lastIndex = at;
    const match = cell.exec(text);
    if (!match) throw new SeginfError("a quote is not closed", { file, line }, "save it again as CSV");
    const [whole, quoted, bare = "", end] = match;
    cells.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    at += whole.length;
    line += whole.split("\n").length - 1;
    if (end === separator) continue;
    found.push({ line: begun, cells });
    cells = [];
    begun = line;
  }
  return found;
}
