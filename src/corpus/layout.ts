import { Fields, hasTab } from "./fields.js";
import type { Layout } from "./profile/plan.js";
import { CONLLU_COLUMNS } from "./select.js";
import type { CorpusFormat } from "./types.js";

export type { Layout };

const HASH = 35;

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

/** Fewer rows tell nothing about a format. */
const FEWEST_ROWS = 3;

/** The layout of a file that is called .conllu, but of whose rows none has the columns of CoNLL-U; else the same layout. */
export function ownLayout(
  layout: Layout,
  lines: readonly { readonly text: Buffer; readonly number: number }[],
): Layout {
  if (layout.format !== "conllu" || layout.width === CONLLU_COLUMNS.length) return layout;
  const first = lines.find(({ number }) => number === layout.line);
  const rows = lines.filter(({ text }) => text.length > 0 && text[0] !== HASH);
  const fields = new Fields();
  const isConllu = rows.some(({ text }) => {
    fields.splitTabs(text, 0, text.length);
    return fields.count === CONLLU_COLUMNS.length;
  });
  if (!first || isConllu || rows.length < FEWEST_ROWS) return layout;
  return layoutOf(first.text, 0, first.text.length, first.number, undefined);
}

/** The format that a file's name promises, undefined where it promises none. */
export function formatOfName(name: string): CorpusFormat | undefined {
  const bare = name.toLowerCase().replace(/\.(?:gz|bz2|xz|zst)$/, "");
  if (/\.conll-?u$/.test(bare)) return "conllu";
  return /\.(?:jsonl|ndjson|json)$/.test(bare) ? "jsonl" : undefined;
}

const STRING = '"(?:[^"\\\\]|\\\\.)*"';
/** The beginning of an object (a key and its colon, or its end), and of a list of strings, lists or objects. */
const OBJECT = `\\{\\s*(?:${STRING}\\s*:|\\}\\s*$)`;
const BEGINS_JSON = new RegExp(
  `^\\s*(?:${OBJECT}|\\[\\s*(?:${OBJECT}|${STRING}\\s*,|\\[\\s*(?:${STRING}\\s*[,\\]]|\\[|\\{)))`,
  "su",
);

/**
 * Whether a line is meant for JSON, as no row of columns is: it begins with a brace and then a key and its colon, or is
 * {}, or with a bracket and then a value; and if there are tabs in it, it ends with a bracket.
 */
export function looksLikeJson(text: string): boolean {
  return BEGINS_JSON.test(text) && (!text.includes("\t") || /[\]}]\s*$/.test(text));
}

/** Whether a line is a bracket alone, as documents with line breaks begin: what follows says whether it is JSON. */
export function isBracket(text: string): boolean {
  return /^\s*[[{]\s*$/.test(text);
}
