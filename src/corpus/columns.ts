import { SeginfError } from "../errors.js";
import { CorpusBuilder, type GrowingColumn, type Identity } from "./builder.js";
import { docstartId, isDocstart, isRemark, readComment } from "./comments.js";
import { Fields, hasTab, isBlank } from "./fields.js";
import { GrowingInts } from "./growing.js";
import { HashRows } from "./hash-rows.js";
import { ByteInterner } from "./interner.js";
import type { Layout } from "./layout.js";
import type { LineSink } from "./lines.js";
import type { ReadOptions } from "./options.js";
import { CONLLU_COLUMNS, columnIndex, columnNumber } from "./select.js";
import type { Corpus } from "./types.js";

/** A column being read: its index in the rows of the present width, and the values met so far. */
class ReadColumn implements GrowingColumn {
  readonly interner = new ByteInterner();
  readonly values = this.interner.values;
  readonly ids = new GrowingInts();
  index = -1;

  /** @param number signed, as the user counts */
  constructor(readonly number: number) {}
}

const HASH = 35;
const DASH = 45;
const BLANK = 32;

/** Reads column files and CoNLL-U line by line. */
export class ColumnParser implements LineSink {
  readonly #builder = new CorpusBuilder();
  readonly #fields = new Fields();
  readonly #words: ReadColumn;
  readonly #tags: ReadColumn | undefined;
  #kept: ReadColumn[];
  readonly #keepsAll: boolean;
  readonly #hashRows: HashRows;
  /** The width for which the columns' indices stand. */
  #width: number;

  /** @throws SeginfError where the first row does not hold the columns asked for */
  constructor(
    readonly file: string,
    readonly layout: Layout,
    readonly options: ReadOptions,
  ) {
    const { format, width } = layout;
    const isConllu = format === "conllu";
    const { tokenColumn = isConllu ? "FORM" : "1", labelColumn = isConllu ? "UPOS" : "-1" } = options;
    this.#words = new ReadColumn(columnNumber(tokenColumn, format, file));
    this.#tags = labelColumn === null ? undefined : new ReadColumn(columnNumber(labelColumn, format, file));
    this.#keepsAll = options.columns === "all";
    const kept = options.columns === "all" ? Array.from({ length: width }, (_, i) => i) : (options.columns ?? []);
    this.#kept = [...new Set(kept)].map((index) => new ReadColumn(index + 1));
    this.#width = width;
    this.#place(width, layout.line);
    this.#hashRows = new HashRows(file, layout, this.#tags);
  }

  line(bytes: Buffer, start: number, end: number, number: number): void {
    const first = start < end ? bytes[start] : BLANK;
    if (first <= BLANK && isBlank(bytes, start, end)) this.#builder.endSentence();
    else if (first === HASH && !this.#isHashRow(bytes, start, end, number))
      this.#comment(bytes.toString("utf8", start, end), number);
    else if (first === DASH && isDocstart(bytes, start, end))
      this.#builder.beginDocument(docstartId(bytes.toString("utf8", start, end)));
    else {
      this.#split(bytes, start, end, number);
      this.#row(bytes, number);
    }
  }

  /** @throws SeginfError where a `#` line can be told neither a comment nor a token */
  finish(identity: Omit<Identity, "format">): Corpus {
    this.#hashRows.settle();
    const kept = new Map(this.#kept.map((column) => [column.number - 1, column]));
    return this.#builder.finish({ ...identity, format: this.layout.format }, this.#words, this.#tags, kept);
  }

  #split(bytes: Buffer, start: number, end: number, line: number): void {
    if (this.layout.separator === "tab") this.#fields.splitTabs(bytes, start, end);
    else if (hasTab(bytes, start, end)) throw this.#mixed(line);
    else this.#fields.splitBlanks(bytes, start, end);
  }

  #isHashRow(bytes: Buffer, start: number, end: number, line: number): boolean {
    const holds = (width: number) => this.#missing(width) === undefined;
    return this.#hashRows.isRow(bytes, start, end, line, this.options.allowRagged ? holds : undefined);
  }

  #comment(text: string, line: number): void {
    const mark = readComment(text);
    if (!mark) {
      if (isRemark(text)) this.#builder.remark(text, line);
      return;
    }
    if (this.#builder.inSentence) {
      const what = `the comment "${mark.kind === "sentence" ? "sent_id" : "newdoc"}" stands within a sentence`;
      throw new SeginfError(what, { file: this.file, line }, "put a blank line between sentences");
    }
    if (mark.kind === "sentence") this.#builder.sentenceId(mark.id);
    else this.#builder.beginDocument(mark.id);
  }

  #row(bytes: Buffer, line: number): void {
    const fields = this.#fields;
    if (fields.count !== this.#width) this.#place(fields.count, line);
    if (this.layout.format === "conllu" && !this.#isWord(bytes, line)) return;
    const { interner, ids, index } = this.#words;
    if (isBlank(bytes, fields.starts[index], fields.ends[index])) throw this.#empty("token", line);
    ids.push(interner.intern(bytes, fields.starts[index], fields.ends[index]));
    if (this.#tags) this.#label(this.#tags, bytes, line);
    for (const column of this.#kept)
      column.ids.push(column.interner.intern(bytes, fields.starts[column.index], fields.ends[column.index]));
    this.#builder.token(line);
  }

  #label({ interner, ids, index }: ReadColumn, bytes: Buffer, line: number): void {
    const start = this.#fields.starts[index];
    const end = this.#fields.ends[index];
    if (isBlank(bytes, start, end)) throw this.#empty("label", line);
    if (bytes[start] === BLANK || bytes[end - 1] === BLANK) {
      const what = `the label "${bytes.toString("utf8", start, end)}" has a blank at its ${bytes[start] === BLANK ? "start" : "end"}`;
      throw new SeginfError(what, { file: this.file, line }, "take the blank away: it makes another label of it");
    }
    ids.push(interner.intern(bytes, start, end));
  }

  /** In CoNLL-U: whether the row is a word, and not a range (1-2) or an empty node (8.1). */
  #isWord(bytes: Buffer, line: number): boolean {
    const id = bytes.toString("latin1", this.#fields.starts[0], this.#fields.ends[0]);
    if (/^\d+$/.test(id)) return true;
    if (/^\d+[-.]\d+$/.test(id)) return false;
    const what = `"${bytes.toString("utf8", this.#fields.starts[0], this.#fields.ends[0])}" is no CoNLL-U word id`;
    throw new SeginfError(what, { file: this.file, line }, "number the words 1, 2, … in the first column");
  }

  /** Finds the columns in rows of this width. */
  #place(width: number, line: number): void {
    const { layout } = this;
    if (layout.format === "conllu" && width !== CONLLU_COLUMNS.length) {
      const what = `CoNLL-U has 10 columns parted by tabs, but this row has ${width}`;
      throw new SeginfError(what, { file: this.file, line }, "fix the row, or read the file as plain columns");
    }
    if (width !== layout.width && !this.options.allowRagged) throw this.#ragged(width, line);
    const missing = this.#missing(width);
    if (missing) throw this.#absent(missing, width, line);
    this.#width = width;
    for (const column of [this.#words, ...(this.#tags ? [this.#tags] : []), ...this.#kept])
      column.index = columnIndex(column.number, width);
    // "all" asks for what every row holds, so that a shorter row ends a column; one asked for by number is an error.
    if (this.#keepsAll) this.#kept = this.#kept.filter(({ index }) => index >= 0);
  }

  #missing(width: number): ReadColumn | undefined {
    const asked = [this.#words, ...(this.#tags ? [this.#tags] : []), ...(this.#keepsAll ? [] : this.#kept)];
    const missing = asked.find(({ number }) => columnIndex(number, width) < 0);
    if (missing || !this.#tags) return missing;
    return columnIndex(this.#words.number, width) === columnIndex(this.#tags.number, width) ? this.#tags : undefined;
  }

  #absent(missing: ReadColumn, width: number, line: number): SeginfError {
    const place = { file: this.file, line };
    const columns = `${width} column${width === 1 ? "" : "s"}`;
    if (missing === this.#tags && columnIndex(missing.number, width) >= 0) {
      const what =
        width === 1 ? "there is no label column: the row has one column" : "token and label would be the same column";
      return new SeginfError(what, place, "give rows of a token and a label, or choose with --label-column");
    }
    const role = missing === this.#words ? "token" : missing === this.#tags ? "label" : "further";
    const hint = `choose from ${width === 1 ? "column 1" : `1 to ${width}`}${role === "further" ? "" : ` with --${role}-column`}`;
    return new SeginfError(`the ${role} column ${missing.number} is not there: the row has ${columns}`, place, hint);
  }

  #ragged(width: number, line: number): SeginfError {
    const first = `line ${this.layout.line} has ${this.layout.width}`;
    const what = `a ragged row: ${width} column${width === 1 ? "" : "s"} where ${first}`;
    const hint = "fix the row, or name the columns (--token-column, --label-column) and pass --allow-ragged";
    return new SeginfError(what, { file: this.file, line }, hint);
  }

  #empty(role: "token" | "label", line: number): SeginfError {
    const column = role === "token" ? this.#words : this.#tags;
    const what = `the ${role} field (column ${(column?.index ?? 0) + 1}) is empty`;
    return new SeginfError(what, { file: this.file, line }, `fill it in, or choose another with --${role}-column`);
  }

  #mixed(line: number): SeginfError {
    const what = `a tab in a file whose columns are parted by blanks (line ${this.layout.line})`;
    return new SeginfError(what, { file: this.file, line }, "part the columns of all rows in one way");
  }
}
