import { Fields, hasTab } from "./fields.js";
import { CONLLU_COLUMNS } from "./select.js";
import type { CorpusFormat } from "./types.js";

/** What the first row of a column file settles about all its rows. */
export interface Layout {
  readonly format: "columns" | "conllu";
  /** "tab": single tabs part the columns and tokens may hold blanks; "blanks": runs of blanks do. */
  readonly separator: "tab" | "blanks";
  /** Columns of the first row, and its line. */
  readonly width: number;
  readonly line: number;
}

/** The layout that this row, the first of its file, settles. Without a format, its look tells CoNLL-U from others. */
export function layoutOf(
  bytes: Buffer,
  start: number,
  end: number,
  line: number,
  format: "columns" | "conllu" | undefined,
): Layout {
  const fields = new Fields();
  const separator = format === "conllu" || hasTab(bytes, start, end) ? "tab" : "blanks";
  if (separator === "tab") fields.splitTabs(bytes, start, end);
  else fields.splitBlanks(bytes, start, end);
  const width = fields.count;
  if (format) return { format, separator, width, line };
  const isConllu =
    separator === "tab" &&
    width === CONLLU_COLUMNS.length &&
    /^\d+(?:[-.]\d+)?$/.test(bytes.toString("latin1", fields.starts[0], fields.ends[0]));
  return { format: isConllu ? "conllu" : "columns", separator, width, line };
}

/** The format that a file's name promises, undefined where it promises none. */
export function formatOfName(name: string): CorpusFormat | undefined {
  const bare = name.toLowerCase().replace(/\.gz$/, "");
  if (/\.conll-?u$/.test(bare)) return "conllu";
  return /\.(?:jsonl|ndjson)$/.test(bare) ? "jsonl" : undefined;
}

/**
 * Whether a line is meant for a JSON object, as no row of columns is: it begins with a brace and then a key and its
 * colon, or is {}; and if there are tabs in it, it ends with a brace.
 */
export function looksLikeJson(text: string): boolean {
  if (!/^\s*\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\}\s*$)/su.test(text)) return false;
  return !text.includes("\t") || text.trimEnd().endsWith("}");
}
