import { SeginfError } from "../../errors.js";
import { CorpusBuilder, type GrowingColumn, type Identity } from "../builder.js";
import type { Faults } from "../faults.js";
import { isBlank } from "../fields.js";
import { GrowingInts } from "../growing.js";
import { TextInterner } from "../interner.js";
import type { LineSink } from "../lines.js";
import type { ReadOptions } from "../options.js";
import type { Corpus } from "../types.js";
import { isObject } from "./class-names.js";
import type { FoundRecord } from "./find-records.js";
import { requireLikelyEnds } from "./numbered-forms.js";
import type { RecordOptions } from "./record.js";
import { Locator } from "./scan.js";
import { requireWholeWords } from "./text-ends.js";
import { beginsDocument, type Unit, unitOfLine, unitsOfDocument } from "./units.js";

const ID_FIELDS = ["id", "sent_id"] as const;
const DOCUMENT_FIELDS = ["doc_id", "document", "doc"] as const;
/** What data sets call their parts. */
const PART = /^(?:train(?:ing)?|dev(?:el|elopment)?|val(?:id|idation)?|test(?:ing)?|eval(?:uation)?)$/i;
/** Node makes no much longer strings. */
const LONGEST_DOCUMENT = 256 * 1024 * 1024;
const NEWLINE = Buffer.of(10);

class TextColumn implements GrowingColumn {
  readonly interner = new TextInterner();
  readonly values = this.interner.values;
  readonly ids = new GrowingInts();

  push(value: string): void {
    this.ids.push(this.interner.intern(value));
  }
}

/** How records are to be read, by what the caller asked for. */
export function recordOptions({ tokenColumn, labelColumn, offsets, labelNames }: ReadOptions): RecordOptions {
  const rest = { spanField: undefined, template: undefined, assumedEnds: undefined, textEnds: { spans: 0, short: 0 } };
  return { tokenField: tokenColumn, labelField: labelColumn, offsets, names: labelNames, ...rest };
}

/**
 * Reads JSON: a value a line, as `{"tokens": ["A", "b"], "ner_tags": ["O", "B-X"], "id": …, "doc_id": …}`, or a document
 * that holds them in a list. A record without tokens is no sentence; consecutive ones with one document id make one
 * document.
 */
export class JsonParser implements LineSink {
  readonly #builder = new CorpusBuilder();
  readonly #words = new TextColumn();
  readonly #tags: TextColumn | undefined;
  readonly #options: RecordOptions;
  /** The lines of a document; undefined where each line holds a value of its own. */
  #held: Buffer[] | undefined;
  #heldBytes = 0;
  /** The number of the first line that is not blank; 0 before it. */
  #first = 0;
  #document: string | null = null;
  /** Names of parts of a data set that hold records. */
  readonly #parts = new Set<string>();

  /** @throws SeginfError where numbered columns are asked for: JSON has none */
  constructor(
    readonly file: string,
    options: ReadOptions,
    readonly faults: Faults,
  ) {
    this.#tags = options.labelColumn === null ? undefined : new TextColumn();
    this.#options = recordOptions(options);
    if (Array.isArray(options.columns) && options.columns.length > 0)
      throw new SeginfError("JSONL has no numbered columns", { file }, "use features of the token alone");
  }

  line(bytes: Buffer, start: number, end: number, number: number): void {
    if (this.#held) this.#hold(bytes.subarray(start, end), number);
    else if (!isBlank(bytes, start, end)) this.#lineWithValue(bytes, start, end, number);
  }

  #lineWithValue(bytes: Buffer, start: number, end: number, number: number): void {
    const text = bytes.toString("utf8", start, end);
    if (this.#first === 0) {
      this.#first = number;
      if (beginsDocument(text, this.#options)) {
        this.#held = [];
        this.#hold(bytes.subarray(start, end), number);
        return;
      }
    }
    try {
      this.#add(unitOfLine(text, this.#options), () => number);
    } catch (error) {
      throw this.#placed(error, number);
    }
  }

  #hold(line: Buffer, number: number): void {
    this.#heldBytes += line.length + 1;
    this.#held?.push(Buffer.from(line), NEWLINE);
    if (this.#heldBytes <= LONGEST_DOCUMENT) return;
    const what = `a JSON document of more than ${LONGEST_DOCUMENT >> 20} MiB`;
    throw new SeginfError(what, { file: this.file, line: number }, "write it as JSON Lines, one object a line");
  }

  /** Reads the document, if it is one. What is wrong goes to the faults. */
  end(): void {
    if (!this.#held) return;
    const text = Buffer.concat(this.#held).toString();
    this.#held = [];
    const lineOf = lineFinder(text, this.#first);
    for (const unit of unitsOfDocument(text, this.#options)) {
      if ("error" in unit) this.faults.add(this.#placed(unit.error, lineOf(unit.offset)));
      else this.#add(unit, lineOf, new Locator(text, unit.start));
    }
  }

  /** @throws SeginfError where the spans of the whole file contradict how they were read */
  finish(identity: Omit<Identity, "format">): Corpus {
    requireLikelyEnds(this.#options, this.file);
    requireWholeWords(this.#options, this.file);
    const corpus = this.#builder.finish({ ...identity, format: "jsonl" }, this.#words, this.#tags, new Map());
    if (this.#parts.size < 2) return corpus;
    const what = `its parts ${[...this.#parts].join(", ")} are read as one corpus`;
    return { ...corpus, warnings: [`${what}; write those that are not meant to another file`] };
  }

  /** @param root where the places of tokens are looked up; undefined where all stand in one line */
  #add(unit: Unit, lineOf: (offset: number) => number, root?: Locator): void {
    for (const found of unit.records) {
      const [part] = found.path;
      if (typeof part === "string" && PART.test(part)) this.#parts.add(part);
      const own = root?.within(found.path);
      const node = own?.at([]);
      const lines = own && found.record.offsets(own).map(lineOf);
      const extent = node && ([lineOf(node.start), lineOf(node.end - 1)] as const);
      this.#addRecord(unit, found, lines ?? lineOf(unit.start), extent);
    }
  }

  #addRecord(
    unit: Unit,
    { value, record }: FoundRecord,
    lines: number | readonly number[],
    extent?: readonly [number, number],
  ): void {
    const { tokens, tags, sentences } = record;
    const id = scalar(value, ID_FIELDS);
    const hasSeveral = unit.records.length > 1 || sentences.length > 1;
    this.#placeInDocument(
      scalar(value, DOCUMENT_FIELDS) ?? (hasSeveral ? scalar(unit.value, [...DOCUMENT_FIELDS, ...ID_FIELDS]) : null),
    );
    for (const [k, first] of sentences.entries()) {
      this.#builder.sentenceId(id);
      if (extent) this.#builder.sentenceLines(...extent);
      const past = sentences[k + 1] ?? tokens.length;
      for (let i = first; i < past; i++) {
        this.#words.push(tokens[i]);
        if (tags) this.#tags?.push(tags[i]);
        this.#builder.token(typeof lines === "number" ? lines : lines[i]);
      }
      this.#builder.endSentence();
    }
  }

  #placeInDocument(id: string | null): void {
    if (id === this.#document) return;
    this.#document = id;
    if (id === null) this.#builder.leaveDocument();
    else this.#builder.beginDocument(id);
  }

  #placed(error: unknown, line: number): unknown {
    if (!(error instanceof SeginfError)) return error;
    return new SeginfError(error.what, { file: this.file, line }, error.hint, { cause: error });
  }
}

/** Finds the line of an offset. */
function lineFinder(text: string, first: number): (offset: number) => number {
  const breaks = new GrowingInts();
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) breaks.push(at);
  return (offset) => {
    let [low, high] = [0, breaks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (breaks.at(middle) < offset) low = middle + 1;
      else high = middle;
    }
    return first + low;
  };
}

/** The first of the fields that holds a string or a number, as a string. */
function scalar(object: unknown, fields: readonly string[]): string | null {
  if (!isObject(object)) return null;
  for (const field of fields) {
    const value = Object.hasOwn(object, field) ? object[field] : undefined;
    if (typeof value === "string" || typeof value === "number") return String(value);
  }
  return null;
}
