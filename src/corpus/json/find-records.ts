import type { SeginfError } from "../../errors.js";
import { classNamesIn, isObject } from "./class-names.js";
import { fault, fieldsOf } from "./fault.js";
import { numberedRecord } from "./numbered-forms.js";
import type { JsonRecord, RecordOptions } from "./record.js";
import type { Path } from "./scan.js";
import {
  isTask,
  SPAN_FIELDS,
  spanFieldOf,
  taskRecord,
  textFieldOf,
  textPair,
  textRecord,
  USUAL_SPAN_FIELDS,
} from "./text-forms.js";
import { tagFieldOf, tokenLists, tokenObjects, tokenPairs } from "./token-forms.js";

type JsonObject = Record<string, unknown>;

/** A record within a value, and where. */
export interface FoundRecord {
  readonly path: Path;
  readonly value: unknown;
  readonly record: JsonRecord;
}

const SURE_TOKEN_FIELDS = ["tokens", "words", "tokenized_text"];
const TOKEN_FIELDS = [
  ...SURE_TOKEN_FIELDS,
  ...["sentences", "sentence", "text", "token", "word", "str_words", "text_tokens", "forms", "form", "toks"],
];

/**
 * The records in one value of a file: itself, or those in the lists and objects that it holds, in order. Undefined where
 * it holds none and nothing else that is understood.
 */
export function findRecords(value: unknown, options: RecordOptions): readonly FoundRecord[] | undefined {
  const found: FoundRecord[] = [];
  const isKnown = collect(value, [], options, found);
  return found.length > 0 || isKnown ? found : undefined;
}

/** The same. @throws SeginfError where there is none */
export function recordsIn(value: unknown, options: RecordOptions): readonly FoundRecord[] {
  const found = findRecords(value, options);
  if (found) return found;
  throw noRecord(value, options);
}

function noRecord(value: unknown, options: RecordOptions): SeginfError {
  if (Array.isArray(value)) {
    const first = value.find(isObject);
    if (!first) return fault("a list without tokens or text", "give objects with tokens and tags");
    if (holdsPieces(value)) return pieces();
    const what = `a list of objects without tokens or text (the first has ${fieldsOf(first)})`;
    return fault(what, "name the fields that hold them with --token-column and --label-column");
  }
  if (!isObject(value))
    return fault("this is no JSON object", "write one object a line, with the fields tokens and tags");
  const text = textFieldOf(value, options);
  const has = `(it has ${fieldsOf(value)})`;
  if (text !== undefined) {
    const tags = tagFieldOf(value, options);
    if (tags !== undefined && !SPAN_FIELDS.includes(tags)) {
      const what = `"${text}" is a text, and "${tags}" holds labels of tokens`;
      return fault(what, 'write the words as a list: {"tokens": ["Ines", "left"], "tags": ["B-PER", "O"]}');
    }
    const other = SPAN_FIELDS.find((name) => isObject(value[name]));
    if (other !== undefined) {
      const what = `"${text}" is a text, but "${other}" is no list of spans`;
      return fault(what, `give [[start, end, "LABEL"], …], or name another field with --label-column ${has}`);
    }
    const what = `"${text}" is a text, but no field holds a list of spans: ${USUAL_SPAN_FIELDS.join(", ")}`;
    return fault(what, `name the field with --label-column ${has}`);
  }
  if (holdsPieces(value)) return pieces();
  const name = options.tokenField ?? "tokens";
  if (Object.hasOwn(value, name)) {
    const hint = isObject(value[name]) ? '; of a table of pandas, write to_json(orient="records", lines=True)' : "";
    return fault(`"${name}" is no list`, `give a list of strings${hint}`);
  }
  const names = options.tokenField === undefined ? '"tokens" or "text"' : `"${options.tokenField}"`;
  return fault(`no field ${names}`, `name the field that holds the tokens with --token-column ${has}`);
}

function pieces(): SeginfError {
  const hint = 'write the whole text and its spans: {"text": …, "entities": [[start, end, "LABEL"]]}';
  return fault("the text is cut into pieces, some with an entity, as Snips and Dialogflow have it", hint);
}

/** Whether a value holds a list such as `[{"text": "add "}, {"text": "Kent James", "entity": "artist"}]`. */
function holdsPieces(value: unknown): boolean {
  if (!isObject(value) && !Array.isArray(value)) return false;
  const isPiece = (one: unknown) => isObject(one) && typeof one.text === "string";
  const isEntity = (one: unknown) => isObject(one) && typeof (one.entity ?? one.slot_name ?? one.alias) === "string";
  if (Array.isArray(value) && value.length > 0 && value.every(isPiece)) return value.some(isEntity);
  return Object.values(value).some(holdsPieces);
}

/** @returns whether the value is understood, though it may hold no record */
function collect(value: unknown, path: Path, options: RecordOptions, found: FoundRecord[]): boolean {
  const record = isObject(value) ? ofObject(value, options) : Array.isArray(value) ? ofList(value, options) : undefined;
  if (record === null) return true;
  if (record) {
    found.push({ path, value, record });
    return true;
  }
  const steps: readonly (string | number)[] = Array.isArray(value)
    ? value.map((_, i) => i)
    : isObject(value)
      ? Object.keys(value)
      : [];
  // Names of numbered labels that stand next to the data count for it; alone, for what comes after them.
  const names = isObject(value) ? classNamesIn(value, options.labelField ?? "ner_tags") : undefined;
  if (names) options.names ??= names;
  let isKnown = names !== undefined;
  for (const step of steps) {
    const inner = (value as JsonObject)[step];
    if (typeof inner === "object" && inner !== null && collect(inner, [...path, step], options, found)) isKnown = true;
  }
  return isKnown;
}

/** Undefined for an object that is no record; null for one that says that it is not to be read. */
function ofObject(object: JsonObject, options: RecordOptions): JsonRecord | null | undefined {
  if (object.answer === "reject" || object.answer === "ignore") return null;
  if (isTask(object)) return taskRecord(object, options);
  const textField = textFieldOf(object, options);
  const tokenField = tokenFieldOf(object, options);
  const isText = textField !== undefined && tokenField !== undefined && haveOffsets(object[tokenField]);
  const record = tokenField === undefined || isText ? undefined : ofTokens(object, tokenField, textField, options);
  return record ?? (textField === undefined ? undefined : textRecord(object, textField, options));
}

/** A record by its tokens; undefined where they have no labels, and a text next to them has spans. */
function ofTokens(
  object: JsonObject,
  tokenField: string,
  textField: string | undefined,
  options: RecordOptions,
): JsonRecord | undefined {
  const tokens = object[tokenField];
  if (Array.isArray(tokens) && tokens.some(isObject)) return tokenObjects(tokens, tokenField, options);
  const tagField = tagFieldOf(object, options);
  const isOfTokens = textField === undefined || numbersTokens(tokens, object[spanFieldOf(object, options) ?? ""]);
  const numbered = isOfTokens ? numberedRecord(object, tokenField, tagField, options) : undefined;
  if (numbered) return numbered;
  if (tagField === undefined && Array.isArray(tokens) && tokens.every(Array.isArray)) {
    const pairs = tokenPairs(tokens, tokenField, options);
    if (pairs) return pairs;
  }
  const hasSpans = textField !== undefined && spanFieldOf(object, options) !== undefined;
  if (tagField === undefined && options.labelField !== null && hasSpans) return undefined;
  const names = classNamesIn(object, tagField ?? "");
  return tokenLists(object, tokenField, names ? { ...options, names } : options);
}

/** Whether spans next to a text and its tokens number the tokens, as the words that they hold themselves say (OneIE). */
function numbersTokens(tokens: unknown, spans: unknown): boolean {
  if (!Array.isArray(tokens) || !Array.isArray(spans) || !spans.every(isObject)) return false;
  const told = spans.filter(({ text }) => typeof text === "string");
  const isNumbered = ({ start, end, text }: JsonObject) => tokens.slice(Number(start), Number(end)).join(" ") === text;
  return told.length > 0 && told.every(isNumbered);
}

function haveOffsets(tokens: unknown): boolean {
  const hasOffsets = (token: unknown) =>
    isObject(token) && typeof token.start === "number" && typeof token.end === "number";
  return Array.isArray(tokens) && tokens.length > 0 && tokens.every(hasOffsets);
}

function tokenFieldOf(object: JsonObject, { tokenField }: RecordOptions): string | undefined {
  const has = (name: string) => Object.hasOwn(object, name);
  if (tokenField !== undefined)
    return has(tokenField) && typeof object[tokenField] !== "string" ? tokenField : undefined;
  return TOKEN_FIELDS.find((name) => has(name) && isListOfTokens(name, object[name]));
}

/** A list of the usual name; of other names, one of strings, or of lists of them. */
function isListOfTokens(name: string, value: unknown): boolean {
  if (!Array.isArray(value) || SURE_TOKEN_FIELDS.includes(name)) return Array.isArray(value);
  const areStrings = (list: unknown) => Array.isArray(list) && list.every((token) => typeof token === "string");
  return value.length > 0 && (name === "sentences" ? value.every(areStrings) : areStrings(value));
}

function ofList(list: readonly unknown[], options: RecordOptions): JsonRecord | undefined {
  return textPair(list, options) ?? tokenObjects(list, null, options) ?? tokenPairs(list, null, options);
}
