import { SeginfError } from "../errors.js";
import { CorpusBuilder, type GrowingColumn, type Identity } from "./builder.js";
import { isBlank } from "./fields.js";
import { GrowingInts } from "./growing.js";
import { TextInterner } from "./interner.js";
import type { LineSink } from "./lines.js";
import type { ReadOptions } from "./options.js";
import type { Corpus } from "./types.js";

type JsonObject = Record<string, unknown>;

/** Where the labels stand unless another field is named: the first of these that an object has. */
export const TAG_FIELDS = ["ner_tags", "tags", "labels"] as const;
const ID_FIELDS = ["id", "sent_id"] as const;
const DOCUMENT_FIELDS = ["doc_id", "document", "doc"] as const;

class TextColumn implements GrowingColumn {
  readonly interner = new TextInterner();
  readonly values = this.interner.values;
  readonly ids = new GrowingInts();

  push(value: string): void {
    this.ids.push(this.interner.intern(value));
  }
}

/**
 * Reads JSON lines, one object a sentence: `{"tokens": ["A", "b"], "ner_tags": ["O", "B-X"], "id": …, "doc_id": …}`.
 * An object without tokens is no sentence; consecutive objects with one document id make one document.
 */
export class JsonlParser implements LineSink {
  readonly #builder = new CorpusBuilder();
  readonly #words = new TextColumn();
  readonly #tags: TextColumn | undefined;
  readonly #tokenField: string;
  #document: string | null = null;

  /** @throws SeginfError where numbered columns are asked for: JSONL has none */
  constructor(
    readonly file: string,
    readonly options: ReadOptions,
  ) {
    this.#tags = options.labelColumn === null ? undefined : new TextColumn();
    this.#tokenField = options.tokenColumn ?? "tokens";
    if (Array.isArray(options.columns) && options.columns.length > 0)
      throw new SeginfError("JSONL has no numbered columns", { file }, "use features of the token alone");
  }

  line(bytes: Buffer, start: number, end: number, number: number): void {
    if (isBlank(bytes, start, end)) return;
    const object = this.#parse(bytes.toString("utf8", start, end), number);
    const tokens = this.#strings(object, this.#tokenField, number);
    const tags = this.#tags && this.#strings(object, this.#tagField(object, number), number);
    if (tags && tags.length !== tokens.length) {
      const what = `${tokens.length} tokens but ${tags.length} tags`;
      throw this.#error(what, number, "give one tag a token");
    }
    this.#placeInDocument(scalar(object, DOCUMENT_FIELDS));
    this.#builder.sentenceId(scalar(object, ID_FIELDS));
    for (let i = 0; i < tokens.length; i++) {
      this.#words.push(tokens[i]);
      if (tags) this.#tags?.push(tags[i]);
      this.#builder.token(number);
    }
    this.#builder.endSentence();
  }

  finish(identity: Omit<Identity, "format">): Corpus {
    return this.#builder.finish({ ...identity, format: "jsonl" }, this.#words, this.#tags, new Map());
  }

  #parse(text: string, line: number): JsonObject {
    const hint = "write one object a line, with the fields tokens and tags";
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw new SeginfError("malformed JSON", { file: this.file, line }, hint, { cause });
    }
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
    throw this.#error("this is no JSON object", line, hint);
  }

  #tagField(object: JsonObject, line: number): string {
    const field = this.options.labelColumn ?? TAG_FIELDS.find((name) => Object.hasOwn(object, name));
    if (field != null) return field;
    throw this.#error(`no field ${TAG_FIELDS.join(", ")}`, line, "name the field with --label-column");
  }

  #strings(object: JsonObject, field: string, line: number): readonly string[] {
    const value = Object.hasOwn(object, field) ? object[field] : undefined;
    if (value === undefined) throw this.#error(`no field "${field}"`, line, "name the field that holds the list");
    if (!Array.isArray(value)) throw this.#error(`"${field}" is no list`, line, "give a list of strings");
    for (const element of value) {
      if (typeof element === "number")
        throw this.#error(`"${field}" holds numbers`, line, "give string tags (B-PER), not class indices");
      if (typeof element !== "string")
        throw this.#error(`"${field}" holds something other than strings`, line, "give a list of strings");
      if (element === "") throw this.#error(`"${field}" holds an empty string`, line, "fill it in");
    }
    return value as string[];
  }

  #placeInDocument(id: string | null): void {
    if (id === this.#document) return;
    this.#document = id;
    if (id === null) this.#builder.leaveDocument();
    else this.#builder.beginDocument(id);
  }

  #error(what: string, line: number, hint: string): SeginfError {
    return new SeginfError(what, { file: this.file, line }, hint);
  }
}

/** The first of the fields that holds a string or a number, as a string. */
function scalar(object: JsonObject, fields: readonly string[]): string | null {
  for (const field of fields) {
    const value = Object.hasOwn(object, field) ? object[field] : undefined;
    if (typeof value === "string" || typeof value === "number") return String(value);
  }
  return null;
}
