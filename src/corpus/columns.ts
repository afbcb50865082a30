import { CorpusBuilder, type Identity } from "./builder.js";
import {
  absentColumn,
  markInSentence,
  missingToken,
  noToken,
  notConllu,
  noWordId,
  type RowPlace,
  raggedRow,
  sameColumn,
  tabAmongBlanks,
} from "./column-errors.js";
import { docstartId, isDocstart, isRemark, readComment } from "./comments.js";
import { Fields, hasTab, isBlank, isPrefixed, withoutBlanks } from "./fields.js";
import { HashRows } from "./hash-rows.js";
import type { LineSink } from "./lines.js";
import type { ReadOptions } from "./options.js";
import { SentenceBreaks } from "./profile/breaks.js";
import type { ColumnChoice, Plan } from "./profile/plan.js";
import { LabelColumn, ReadColumn } from "./read-column.js";
import { CONLLU_COLUMNS, columnIndex } from "./select.js";
import type { Corpus } from "./types.js";

const HASH = 35;
const DASH = 45;
const BLANK = 32;

/** Reads column files and CoNLL-U line by line, as a plan says. */
export class ColumnParser implements LineSink {
  readonly #builder = new CorpusBuilder();
  readonly #fields = new Fields();
  readonly #words: ReadColumn;
  readonly #tags: LabelColumn | undefined;
  #kept: ReadColumn[];
  readonly #keepsAll: boolean;
  readonly #hashRows: HashRows;
  readonly #breaks: SentenceBreaks | undefined;
  readonly #language: Buffer | null;
  readonly #header: Buffer | null;
  /** Index of the column of ids; −1 for none. */
  readonly #ids: number;
  readonly #hasDocstart: boolean;
  readonly #hasPaddedTokens: boolean;
  /** The width for which the columns' indices stand. */
  #width: number;

  /** @throws SeginfError where the first row does not hold the columns asked for */
  constructor(
    readonly file: string,
    readonly plan: Plan,
    readonly options: ReadOptions,
  ) {
    const { layout, tokens, labels, rules } = plan;
    this.#words = new ReadColumn(tokens.number);
    this.#tags = labels ? new LabelColumn(labels, rules.padded) : undefined;
    this.#keepsAll = options.columns === "all";
    const kept =
      options.columns === "all" ? Array.from({ length: layout.width }, (_, i) => i) : (options.columns ?? []);
    this.#kept = [...new Set(kept)].map((index) => new ReadColumn(index + 1));
    this.#width = layout.width;
    this.#place(layout.width, layout.line);
    this.#hashRows = new HashRows(file, plan, this.#tags);
    this.#breaks = SentenceBreaks.of(rules);
    this.#header = rules.header === null ? null : Buffer.from(rules.header);
    this.#ids = layout.format === "conllu" || rules.subtokens ? 0 : (rules.counter ?? -1);
    this.#hasDocstart = rules.docstart;
    this.#hasPaddedTokens = rules.paddedTokens;
    this.#language = rules.language === null ? null : Buffer.from(rules.language);
  }

  line(bytes: Buffer, start: number, end: number, number: number): void {
    const first = start < end ? bytes[start] : BLANK;
    if (first <= BLANK && isBlank(bytes, start, end)) this.#builder.endSentence();
    else if (first === HASH && !this.#isHashRow(bytes, start, end, number))
      this.#comment(bytes.toString("utf8", start, end), number);
    else if (first === DASH && isDocstart(bytes, start, end))
      this.#builder.beginDocument(docstartId(bytes.toString("utf8", start, end)));
    else if (!this.#isHeader(bytes, start, end)) {
      this.#split(bytes, start, end, number);
      this.#row(bytes, start, end, number);
    }
  }

  #isHeader(bytes: Buffer, start: number, end: number): boolean {
    return this.#header?.length === end - start && this.#header.compare(bytes, start, end) === 0;
  }

  /** @throws SeginfError where a `#` line can be told neither a comment nor a token */
  finish(identity: Omit<Identity, "format">): Corpus {
    this.#hashRows.settle();
    const kept = new Map(this.#kept.map((column) => [column.number - 1, column]));
    const { layout, tokens, labels } = this.plan;
    const { reading } = identity;
    const found = {
      ...reading,
      tokenColumn: reading.tokenColumn ?? unusual(tokens),
      labelColumn: reading.labelColumn ?? unusual(labels),
    };
    const about = { ...identity, reading: found, format: layout.format };
    return { ...this.#builder.finish(about, this.#words, this.#tags, kept), plan: this.plan };
  }

  #split(bytes: Buffer, start: number, end: number, line: number): void {
    const { layout } = this.plan;
    if (layout.separator === "tab") this.#fields.splitTabs(bytes, start, end);
    else if (hasTab(bytes, start, end)) throw tabAmongBlanks(layout, this.#at(line));
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
    if (this.#builder.inSentence && mark.isStrict) {
      throw markInSentence(mark.kind === "sentence" ? "sent_id" : "newdoc", this.#at(line));
    }
    if (mark.kind === "document") this.#builder.beginDocument(mark.id);
    else if (!this.#builder.inSentence) this.#builder.sentenceId(mark.id);
  }

  #row(bytes: Buffer, lineStart: number, lineEnd: number, line: number): void {
    const fields = this.#fields;
    if (fields.count !== this.#width) this.#place(fields.count, line, bytes[lineStart] === BLANK);
    if (this.#ids >= 0 && !this.#isWord(bytes, line)) return;
    const { index } = this.#words;
    const { starts, ends } = fields;
    let [start, end] = [starts[index], ends[index]];
    if (this.#hasPaddedTokens) [start, end] = withoutBlanks(bytes, start, end);
    if (this.#hasDocstart && this.#isDocstartRow(bytes, start, end)) {
      this.#builder.beginDocument(docstartId(bytes.toString("utf8", lineStart, lineEnd)));
      return;
    }
    if (!(bytes[start] > BLANK) && isBlank(bytes, start, end)) throw noToken(end - start, index, this.#at(line));
    if (this.#breaks?.isBefore(bytes, fields)) this.#builder.endSentence();
    if (this.#language !== null && isPrefixed(bytes, start, end, this.#language)) start += this.#language.length;
    const tags = this.#tags;
    if (tags?.types) tags.joined(bytes, fields, this.file, line);
    else tags?.label(bytes, starts[tags.index], ends[tags.index], this.file, line);
    this.#words.push(bytes, start, end);
    for (const column of this.#kept) column.push(bytes, starts[column.index], ends[column.index]);
    this.#builder.token(line);
    if (this.#breaks?.isAfter(bytes, fields)) this.#builder.endSentence();
  }

  /** Whether a row with ids is a word, and not a range (1-2) or an empty node (8.1). */
  #isWord(bytes: Buffer, line: number): boolean {
    if (this.#ids >= this.#fields.count) return true;
    const id = bytes.toString("latin1", this.#fields.starts[this.#ids], this.#fields.ends[this.#ids]);
    if (this.plan.rules.subtokens) return !id.includes(".");
    if (/^\d+$/.test(id)) return true;
    if (/^\d+[-.]\d+$/.test(id)) return false;
    if (this.plan.layout.format !== "conllu") return true;
    throw noWordId(bytes.toString("utf8", this.#fields.starts[0], this.#fields.ends[0]), this.#at(line));
  }

  #isDocstartRow(bytes: Buffer, start: number, end: number): boolean {
    const quote = bytes[start] === 34 ? 1 : 0;
    return isDocstart(bytes, start + quote, end - quote);
  }

  /** Finds the columns in rows of this width. */
  #place(width: number, line: number, isIndented = false): void {
    const { layout, rules } = this.plan;
    if (layout.format === "conllu" && width !== CONLLU_COLUMNS.length) throw notConllu(width, this.#at(line));
    if (width !== layout.width && !this.options.allowRagged && !this.#isUsual(width)) {
      const lacksToken = isIndented && layout.separator === "blanks" && width === layout.width - 1;
      throw lacksToken ? missingToken(this.#at(line)) : raggedRow(width, layout, this.#at(line));
    }
    const missing = this.#missing(width);
    if (missing) throw this.#absent(missing, width, line);
    this.#width = width;
    for (const column of [...this.#asked(), ...this.#kept]) column.index = columnIndex(column.number, width);
    // "all" asks for what every row holds, so that a shorter row ends a column; one asked for by number is an error.
    if (this.#keepsAll) this.#kept = this.#kept.filter(({ index }) => index >= 0);
    if (rules.counter !== null && rules.counter >= width) throw raggedRow(width, layout, this.#at(line));
  }

  /** Whether rows of this width are usual in the file, as well as those as wide as the first. */
  #isUsual(width: number): boolean {
    const { widths, leastWidth } = this.plan.rules;
    return widths.has(width) || (leastWidth !== null && width >= leastWidth);
  }

  /** The columns of the tokens and the labels. */
  #asked(): ReadColumn[] {
    return [this.#words, this.#tags, this.#tags?.types].filter((column) => column !== undefined);
  }

  #missing(width: number): ReadColumn | undefined {
    const asked = [...this.#asked(), ...(this.#keepsAll ? [] : this.#kept)];
    const missing = asked.find(({ number }) => columnIndex(number, width) < 0);
    if (missing || !this.#tags) return missing;
    return columnIndex(this.#words.number, width) === columnIndex(this.#tags.number, width) ? this.#tags : undefined;
  }

  #absent(missing: ReadColumn, width: number, line: number) {
    const isThere = columnIndex(missing.number, width) >= 0;
    if (missing === this.#tags && isThere) return sameColumn(width, this.#at(line));
    const role = missing === this.#words ? "token" : this.#kept.includes(missing) ? "further" : "label";
    return absentColumn(role, missing.number, width, this.#at(line));
  }

  #at(line: number): RowPlace {
    return { file: this.file, line };
  }
}

/** The selector of a column that has been chosen for a reason; null for the usual one. */
function unusual(choice: ColumnChoice | null): string | null {
  return choice && choice.why !== null ? choice.selector : null;
}
