import { SeginfError } from "../../errors.js";
import type { Layout } from "../layout.js";
import type { ReadOptions } from "../options.js";
import { requireKnownFormat } from "../other-formats.js";
import { CONLLU_COLUMNS, columnIndex } from "../select.js";
import { isWebannoHeader } from "../webanno/header.js";
import { planWebanno } from "../webanno/plan.js";
import { type Chosen, chooseTokens, type Undecided } from "./choose.js";
import { chooseLabels } from "./choose-labels.js";
import { profileColumn } from "./column.js";
import { conlluLabels } from "./conllu.js";
import { keyedLabels, withoutLemmas } from "./lookalikes.js";
import { globalColumns, headerOf, isSameRow } from "./names.js";
import { requireUsualFirst } from "./odd-rows.js";
import type { ColumnChoice, ColumnProfile, Plan } from "./plan.js";
import { isLabels, requireColumns, requireEqualWidths, requireLabels } from "./refusals.js";
import { rowRules } from "./rules.js";
import { rowsOf, type SampleLine, type SampleRow, type SampleRows } from "./sample.js";
import { columnTitle, resolveColumn } from "./selector.js";
import { fillerOf, splitLabels } from "./split-labels.js";
import { sampleWarnings } from "./warnings.js";

/** So many lines show whether a file is columns at all. */
const FORMAT_LINES = 600;

/**
 * Looks at the first lines of a file of columns, and settles which column holds what. The columns that the user has named
 * always win; the rest is found out.
 *
 * @throws SeginfError where only the user can choose, naming the columns and the flag
 */
export function planReading(file: string, layout: Layout, lines: readonly SampleLine[], options: ReadOptions): Plan {
  if (lines.length > 0 && isWebannoHeader(lines[0].text.toString("utf8"))) {
    return planWebanno(file, layout, lines, options);
  }
  const sample = rowsOf(lines, layout.separator);
  const isConllu = layout.format === "conllu";
  const header = isConllu ? null : headerOf(sample.rows);
  const names = isConllu ? CONLLU_COLUMNS : (header ?? globalColumns(lines));
  const rows = header ? sample.rows.filter((row) => !isSameRow(row, sample.rows[0])) : sample.rows;
  const body: SampleRows = { ...sample, rows };
  const isConll2012 = sample.comments.some(({ text }) => /^#begin document /.test(text.toString("latin1")));
  if (options.labelColumn === undefined) requireKnownFormat(file, lines.slice(0, FORMAT_LINES));
  if (!options.allowRagged && options.labelColumn !== null)
    requireUsualFirst(file, lines.slice(0, FORMAT_LINES), layout);
  if (options.labelColumn === undefined) requireColumns(file, body.rows.slice(0, FORMAT_LINES), layout);
  const table = tableOf(body.rows, layout, isConll2012);
  const chosen = chooseColumns(file, layout, table, names, options, isConll2012);
  const rules = rowRules({
    layout,
    names,
    header: header ? lineOf(sample.rows[0], lines) : null,
    body,
    table,
    options,
    ...chosen,
  });
  const warnings = sampleWarnings(body.rows, chosen.tokens, rules, isConllu);
  return { layout, names, ...chosen, rules, columns: table.columns, warnings };
}

function lineOf({ line }: SampleRow, lines: readonly SampleLine[]): string | null {
  return lines.find(({ number }) => number === line)?.text.toString("utf8") ?? null;
}

/** The rows that are looked at, and the columns that all of them have. */
export interface Table {
  /** Rows of every width. */
  readonly all: readonly SampleRow[];
  readonly rows: readonly SampleRow[];
  readonly columns: readonly ColumnProfile[];
  /** Widths other than the first row's that are as common as rows of a kind are. */
  readonly widths: ReadonlySet<number>;
  readonly leastWidth: number | null;
}

/** A width is one of several where so many rows have it, and such a share. */
const COMMON_ROWS = 20;
const COMMON_SHARE = 0.01;
const MOST_COLUMNS = 64;
/** Before the columns of the predicates, whose number differs from sentence to sentence, CoNLL-2012 has eleven. */
const CONLL_2012_WIDTH = 12;

function tableOf(rows: readonly SampleRow[], layout: Layout, isConll2012: boolean): Table {
  if (isConll2012 && rows.every(({ fields }) => fields.length >= CONLL_2012_WIDTH)) {
    const columns = profiles(rows, CONLL_2012_WIDTH - 1);
    return { all: rows, rows, columns, widths: new Set(), leastWidth: CONLL_2012_WIDTH };
  }
  const several = layout.separator === "tab" ? tableOfWidths(rows, layout) : null;
  if (several) return several;
  const own = rows.filter(({ fields }) => fields.length === layout.width);
  return { all: rows, rows: own, columns: profiles(own, layout.width), widths: new Set(), leastWidth: null };
}

/** Rows of several widths are meant so where a column of tags stands in the same place in all of them. */
function tableOfWidths(rows: readonly SampleRow[], layout: Layout): Table | null {
  const counts = new Map<number, number>();
  for (const { fields } of rows) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  counts.delete(layout.width);
  const usual = [...counts].filter(([, count]) => count >= COMMON_ROWS && count >= COMMON_SHARE * rows.length);
  for (const some of usual.length > 0 ? [usual, [...counts]] : [[...counts]]) {
    if (some.length === 0) continue;
    const widths = new Set(some.map(([width]) => width));
    const fitting = rows.filter(({ fields }) => fields.length === layout.width || widths.has(fields.length));
    const columns = profiles(fitting, Math.min(layout.width, ...widths));
    const has = (kind: ColumnProfile["kind"]) => columns.some((column) => column.kind === kind);
    // Ids that go on through rows of all widths say the same of a few rows.
    if (has("chunk") && (some === usual || has("counter"))) {
      return { all: rows, rows: fitting, columns, widths, leastWidth: null };
    }
  }
  return null;
}

/** None where there are too many: such a file is read as it always was. */
function profiles(rows: readonly SampleRow[], width: number): ColumnProfile[] {
  if (rows.length === 0 || width > MOST_COLUMNS) return [];
  return Array.from({ length: width }, (_, index) => profileColumn(rows, index));
}

interface ChosenColumns {
  readonly tokens: ColumnChoice;
  readonly labels: ColumnChoice | null;
}

function chooseColumns(
  file: string,
  layout: Layout,
  { all, rows, columns, widths }: Table,
  names: readonly string[] | null,
  { tokenColumn, labelColumn, like, allowRagged }: ReadOptions,
  isConll2012: boolean,
): ChosenColumns {
  const resolve = (selector: string): ColumnChoice => {
    const { number, key, types } = resolveColumn(selector, names, layout.format, file);
    const title = columnTitle(number, key, names);
    if (types === undefined) return { number, key, selector, title, why: null };
    const filler = fillerOf(rows, columnIndex(types, layout.width));
    const both = `${title} and ${columnTitle(types, null, names)}`;
    return { number, key, types: { number: types, filler }, selector, title: both, why: null };
  };
  const choice = ({ index, why }: Chosen, number = index + 1): ColumnChoice => {
    const selector = layout.format === "conllu" ? CONLLU_COLUMNS[index] : `${number}`;
    return { number, key: null, selector, title: columnTitle(number < 0 ? layout.width : number, null, names), why };
  };
  const indexOf = ({ number }: ColumnChoice) => (number > 0 ? number - 1 : layout.width + number);
  const known = like?.plan && isLike(like.plan, layout, names) ? like.plan : undefined;
  if (known && like && labelColumn === undefined) requireSameKinds(file, like.name, known, columns, layout.width);

  const given = labelColumn == null ? null : resolve(labelColumn);
  let tokens: ColumnChoice;
  if (tokenColumn !== undefined) tokens = resolve(tokenColumn);
  else if (known) tokens = { ...known.tokens, why: null };
  else if (layout.format === "conllu") tokens = choice({ index: 1, why: null });
  else if (isConll2012 && columns.length === CONLL_2012_WIDTH - 1) tokens = choice({ index: 3, why: null });
  else if (columns.length === 0) tokens = choice({ index: 0, why: null });
  else tokens = choice(chooseTokens(columns, names, rows.length, given && indexOf(given), labelColumn !== null));
  if (labelColumn === null || given) return { tokens, labels: given };

  if (known?.labels) return { tokens, labels: { ...known.labels, why: null } };
  if (layout.format === "conllu") return { tokens, labels: conlluLabels(file, columns, resolve) };
  // Without a row of the sample that has all columns, the last one counts, as always.
  if (columns.length < 2) return { tokens, labels: choice({ index: layout.width - 1, why: null }, -1) };
  if (isConll2012 && columns[10]?.tags?.spelling.form === "brackets") {
    return { tokens, labels: choice({ index: 10, why: null }) };
  }
  const keyed = keyedLabels(columns, indexOf(tokens)) ?? splitLabels(columns, rows, indexOf(tokens));
  if (keyed) return { tokens, labels: { ...resolve(keyed.selector), why: keyed.why } };
  const found = chooseLabels(withoutLemmas(columns, rows, indexOf(tokens)), names, indexOf(tokens), rows.length);
  if ("among" in found || !isLabels(columns[found.index])) requireEqualWidths(file, all, layout, allowRagged);
  if ("among" in found) throw undecided(file, found, names);
  requireLabels(file, columns[found.index], rows.length, names);
  // The last column is the last of every row that the user allows, unless rows of other widths are usual.
  const isLast = found.index === layout.width - 1 && found.why === null && widths.size === 0;
  return { tokens, labels: choice(found, isLast ? -1 : found.index + 1) };
}

/** Whether the columns of another file stand in this one, too. */
function isLike(like: Plan, layout: Layout, names: readonly string[] | null): boolean {
  const { format, separator, width } = like.layout;
  if (format !== layout.format || separator !== layout.separator) return false;
  return width === layout.width && (like.names ?? []).join("\t") === (names ?? []).join("\t");
}

const OTHERWISE = new Set<ColumnProfile["kind"]>(["words", "counter", "group", "number", "sign", "link", "id"]);

/** @throws SeginfError where the column that holds labels in the other file holds something else in this one */
function requireSameKinds(
  file: string,
  other: string,
  { labels, columns: known }: Plan,
  columns: readonly ColumnProfile[],
  width: number,
): void {
  const index = labels && labels.key === null ? columnIndex(labels.number, width) : -1;
  const [here, there] = [columns[index], known[index]];
  if (!here || !there || here.kind === there.kind || !OTHERWISE.has(here.kind)) return;
  const what = `${labels?.title} holds the labels in ${other}, but something else here`;
  const hint = "give both files the same columns, or name the labels' with --label-column (see seginf inspect)";
  throw new SeginfError(what, { file }, hint);
}

function undecided(file: string, { among, what }: Undecided, names: readonly string[] | null): SeginfError {
  const named = among.map((index) => `--label-column ${index + 1}${names?.[index] ? ` (${names[index]})` : ""}`);
  return new SeginfError(what, { file }, `choose with ${named.join(" or ")}`);
}
