import { SeginfError } from "../errors.js";
import type { Identity } from "./builder.js";
import { ColumnParser } from "./columns.js";
import { isDocstart, readComment } from "./comments.js";
import { Faults } from "./faults.js";
import { Fields, hasTab, isBlank } from "./fields.js";
import { looksLikeTag } from "./hash-rows.js";
import { JsonParser } from "./json/parser.js";
import { formatOfName, isBracket, type Layout, layoutOf, looksLikeJson, ownLayout } from "./layout.js";
import { type LineSink, LineSplitter } from "./lines.js";
import type { ReadOptions } from "./options.js";
import { HEAD_BYTES, requireText } from "./other-formats.js";
import { globalColumns } from "./profile/names.js";
import { planReading } from "./profile/planner.js";
import { Sample } from "./profile/sample.js";
import { segmentWarnings, sentenceWarnings } from "./profile/warnings.js";
import { CONLLU_COLUMNS } from "./select.js";
import { withCanonicalTags } from "./spelling/index.js";
import type { Corpus, CorpusFormat, Reading } from "./types.js";

const HASH = 35;
const BRACE = 123;
const BRACKET = 91;
const BLANK = 32;

/** Where the text of a corpus comes from. */
export type Transcoded = Pick<Corpus, "encoding" | "replacedBytes">;

/**
 * Reads a corpus pushed in chunks of bytes, split anywhere: `feed` each, then `finish`.
 *
 * The first few thousand lines wait until they have been looked at together: they settle the format, the columns, and which
 * `#` lines are tokens.
 */
export class CorpusReader implements LineSink {
  readonly #faults: Faults;
  readonly #splitter: LineSplitter;
  readonly #format: CorpusFormat | undefined;
  readonly #sample = new Sample();
  /** What the first row says, until the sample is full. */
  #layout: Layout | undefined;
  #parser: ColumnParser | JsonParser | undefined;
  #isEmpty = true;
  /** The first bytes, until there are enough to tell what is no text; undefined after that. */
  #head: Buffer | undefined = Buffer.alloc(0);

  /**
   * @param name what messages call the file
   * @param faults gather what is wrong with the file's lines
   */
  constructor(
    readonly name: string,
    readonly options: ReadOptions,
    faults = new Faults(name),
  ) {
    this.#faults = faults;
    this.#splitter = new LineSplitter(name, this, this.#faults);
    this.#format = options.format ?? formatOfName(name);
    if (this.#format === "jsonl") this.#parser = new JsonParser(name, options, faults);
  }

  /** @throws SeginfError */
  feed(chunk: Buffer): void {
    if (chunk.length > 0) this.#isEmpty = false;
    if (!this.#head) {
      this.#splitter.feed(chunk);
      return;
    }
    this.#head = Buffer.concat([this.#head, chunk]);
    if (this.#head.length >= HEAD_BYTES || this.#head.includes(0)) this.#feedHead(this.#head);
  }

  #feedHead(head: Buffer): void {
    this.#head = undefined;
    requireText(this.name, head);
    this.#splitter.feed(head);
  }

  /**
   * @param digest SHA-256 (hex) of the file
   * @param transcoded where the text fed has been decoded from another encoding: which, and what was not valid in it
   * @throws SeginfError for what is wrong with its lines, all at once, and where the file holds no sentence
   */
  finish(digest: string, transcoded: Transcoded = { encoding: "utf-8", replacedBytes: 0 }): Corpus {
    if (this.#head) this.#feedHead(this.#head);
    this.#splitter.end();
    if (!this.#parser && this.#faults.isEmpty) this.#settleAtEnd();
    if (this.#parser instanceof JsonParser && this.#faults.isEmpty) this.#parser.end();
    this.#faults.settle();
    const { tokenColumn = null, labelColumn = null, allowRagged = false } = this.options;
    const reading = { tokenColumn, labelColumn, allowRagged, ...further(this.options, transcoded.encoding) };
    const identity: Omit<Identity, "format"> = { name: this.name, digest, ...transcoded, reading };
    const corpus = this.#parser?.finish(identity);
    if (corpus && corpus.lines.length > 0) return this.#understood(corpus);
    const what = this.#isEmpty ? "the file is empty" : "no sentences: only comments and blank lines";
    throw new SeginfError(what, { file: this.name }, "give a corpus with one token a line");
  }

  /** The corpus with canonical tags, and what the user should know about it. */
  #understood(corpus: Corpus): Corpus {
    const { scheme, like } = this.options;
    const read = withCanonicalTags(corpus, scheme, like?.spelling);
    const ofRows = corpus.warnings ?? corpus.plan?.warnings ?? [];
    const warnings = [...ofRows, ...sentenceWarnings(corpus), ...segmentWarnings(read)];
    return warnings.length > 0 ? { ...read, warnings } : read;
  }

  line(bytes: Buffer, start: number, end: number, number: number): void {
    if (this.#parser) this.#lineTo(this.#parser, bytes, start, end, number);
    else this.#lineOfSample(bytes, start, end, number);
  }

  #lineTo(parser: LineSink, bytes: Buffer, start: number, end: number, number: number): void {
    try {
      parser.line(bytes, start, end, number);
    } catch (error) {
      this.#faults.add(error);
    }
  }

  #lineOfSample(bytes: Buffer, start: number, end: number, number: number): void {
    if (!this.#layout && this.#isRow(bytes, start, end)) {
      if (this.#format === undefined && this.#isJson(bytes, start, end)) {
        this.#settle(new JsonParser(this.name, this.options, this.#faults));
        this.line(bytes, start, end, number);
        return;
      }
      this.#layout = layoutOf(bytes, start, end, number, this.#columnFormat);
    }
    this.#sample.add(bytes, start, end, number, this.name);
    if (this.#layout && this.#sample.isFull) this.#settleColumns(this.#layout);
  }

  #isRow(bytes: Buffer, start: number, end: number): boolean {
    return bytes[start] !== HASH && !isBlank(bytes, start, end) && !isDocstart(bytes, start, end);
  }

  #isJson(bytes: Buffer, start: number, end: number): boolean {
    if (bytes[start] !== BRACE && bytes[start] !== BRACKET && bytes[start] > BLANK) return false;
    const text = bytes.toString("utf8", start, end);
    // A bracket alone may be a token as well, where it needs no label.
    return looksLikeJson(text) || (isBracket(text) && this.options.labelColumn !== null);
  }

  /** CoNLL-U Plus is called .conllu as well, but its columns are those that its first line names. */
  get #columnFormat(): "columns" | "conllu" | undefined {
    if (this.#format === "jsonl") return undefined;
    const names = this.options.format === undefined ? globalColumns(this.#sample.lines) : null;
    return names && names.join(" ").toUpperCase() !== CONLLU_COLUMNS.join(" ") ? "columns" : this.#format;
  }

  #settleColumns(settled: Layout): void {
    const layout = this.options.format === undefined ? ownLayout(settled, this.#sample.lines) : settled;
    const plan = planReading(this.name, layout, this.#sample.lines, this.options);
    this.#settle(new ColumnParser(this.name, plan, this.options));
  }

  #settle(parser: ColumnParser | JsonParser): void {
    this.#parser = parser;
    // JSONL knows no comments: a line that waited is an error of its own there.
    for (const { text, number } of this.#sample.lines) this.#lineTo(parser, text, 0, text.length, number);
    this.#sample.clear();
  }

  /** A file shorter than the sample; if all its lines are blank, marks or begin with `#`, the first that can be a row is one. */
  #settleAtEnd(): void {
    if (this.#layout) this.#settleColumns(this.#layout);
    else if (this.#format !== "conllu") this.#settleWithoutRow();
  }

  #settleWithoutRow(): void {
    for (const { text, number } of this.#sample.lines) {
      if (text[0] !== HASH || !this.#couldBeRow(text)) continue;
      this.#settleColumns(layoutOf(text, 0, text.length, number, this.#columnFormat));
      return;
    }
  }

  #couldBeRow(text: Buffer): boolean {
    if (hasTab(text, 0, text.length)) return text[1] !== BLANK;
    if (readComment(text.toString())) return false;
    const fields = new Fields();
    fields.splitBlanks(text, 0, text.length);
    const last = fields.count - 1;
    if (last === 0) return this.options.labelColumn === null;
    return looksLikeTag(text, fields.starts[last], fields.ends[last]);
  }
}

/** What else of the options it takes to read the file again. */
function further(options: ReadOptions, encoding: string): Partial<Reading> {
  const { replaceInvalid, offsets, labelNames } = options;
  return {
    ...(encoding === "utf-8" ? {} : { encoding }),
    ...(replaceInvalid ? { replaceInvalid } : {}),
    ...(offsets ? { offsets } : {}),
    ...(labelNames ? { labelNames } : {}),
  };
}
