import type { Layout } from "../layout.js";
import type { ReadOptions } from "../options.js";
import { CONLLU_COLUMNS, columnIndex } from "../select.js";
import type { Spelling } from "../spelling/types.js";
import type { ColumnChoice, ColumnProfile, RowRules } from "./plan.js";
import type { SampleRow, SampleRows } from "./sample.js";

interface Findings {
  readonly layout: Layout;
  readonly names: readonly string[] | null;
  readonly header: string | null;
  readonly body: SampleRows;
  readonly table: {
    readonly rows: readonly SampleRow[];
    readonly columns: readonly ColumnProfile[];
    readonly widths: ReadonlySet<number>;
    readonly leastWidth: number | null;
  };
  readonly options: ReadOptions;
  readonly tokens: ColumnChoice;
  readonly labels: ColumnChoice | null;
}

/** Flags of HIPE's MISC column that stand at the last token of a sentence. */
const SENTENCE_END = /(?:^|\|)(?:EndOfSentence|PySBDSegment)(?:\||$)/;
/** A prefix that so many tokens have is no part of them. */
const NEARLY_ALL = 0.99;
const FEWEST_TOKENS = 20;
const LANGUAGE = /^([a-z]{2,3}(?:[-_][A-Za-z]{2,8})?:)(?=.)/u;

/** What the rows of the sample say about all rows. */
export function rowRules({ layout, header, body, table, options, tokens, labels }: Findings): RowRules {
  const { columns, widths, leastWidth } = table;
  const token = columnIndex(tokens.number, layout.width);
  const label = labels ? columnIndex(labels.number, layout.width) : -1;
  const free = columns.filter(({ index }) => index !== token && index !== label);
  // CoNLL-U that the user wants to be read as plain columns has rows that are no words, and they are wanted.
  const isPlainConllu = options.format === "columns" && layout.width === CONLLU_COLUMNS.length;
  const counter = isPlainConllu ? undefined : free.find(({ kind }) => kind === "counter");
  const isUnbroken = body.blocks <= 1;
  const starts = isUnbroken && counter ? startsIn(table.rows, counter.index) : 0;
  const group = isUnbroken ? finestGroup(free, starts) : undefined;
  const flags = group ? undefined : free.find(({ counts }) => hasSentenceEnds(counts));
  const words = table.rows.map(({ fields }) => fields[token] ?? "");
  return {
    header,
    counter: layout.format === "conllu" ? null : (counter?.index ?? null),
    restarts: !group && !flags && starts > 1,
    group: group ? { index: group.index, mode: group.firstRowOnly ? "filled" : "changes" } : null,
    flags: flags?.index ?? null,
    widths,
    leastWidth,
    padded: columns[label]?.padded ?? false,
    paddedTokens: columns[token]?.padded ?? false,
    docstart: words.includes("-DOCSTART-") || words.includes('"-DOCSTART-"'),
    language: languageOf(words),
    allComments: leastWidth !== null,
    subtokens: false,
    layer: null,
    spelling: labels?.key == null ? certainSpelling(columns[label], table.rows.length) : null,
  };
}

/** The spelling of labels that are tags of segments beyond doubt. */
function certainSpelling(column: ColumnProfile | undefined, rows: number): Spelling | null {
  return column?.kind === "chunk" && rows >= FEWEST_TOKENS ? (column.tags?.spelling ?? null) : null;
}

/** How often a column of numbers starts again. */
function startsIn(rows: readonly SampleRow[], index: number): number {
  const first = rows[0]?.fields[index];
  return rows.filter(({ fields }) => fields[index] === first).length;
}

/** Of columns whose value changes between sentences, documents or paragraphs, that of the shortest; none where tokens are counted in shorter ones. */
function finestGroup(columns: readonly ColumnProfile[], starts: number): ColumnProfile | undefined {
  const groups = columns.filter(({ kind }) => kind === "group");
  const values = ({ counts }: ColumnProfile) => counts.size;
  const finest = groups.reduce<ColumnProfile | undefined>(
    (best, one) => (best && values(best) >= values(one) ? best : one),
    undefined,
  );
  return finest && values(finest) + 1 < starts ? undefined : finest;
}

/** Whether enough rows are flagged for them to end all sentences. */
function hasSentenceEnds(counts: ReadonlyMap<string, number>): boolean {
  let flagged = 0;
  let rows = 0;
  for (const [value, count] of counts) {
    rows += count;
    if (SENTENCE_END.test(value)) flagged += count;
  }
  return flagged > 1 && flagged * 200 >= rows;
}

export function endsSentence(flags: string): boolean {
  return SENTENCE_END.test(flags);
}

/** "nl:" where every token begins with it. */
function languageOf(words: readonly string[]): string | null {
  if (words.length < FEWEST_TOKENS) return null;
  const language = LANGUAGE.exec(words[0])?.[1];
  if (language === undefined) return null;
  return words.filter((word) => word.startsWith(language)).length >= NEARLY_ALL * words.length ? language : null;
}
