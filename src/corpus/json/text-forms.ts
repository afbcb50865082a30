import type { TextForm } from "./annotated-text.js";
import { isObject } from "./class-names.js";
import { fault, fieldsOf } from "./fault.js";
import { mentionsFieldOf, mentionsRecord } from "./mentions.js";
import type { RecordOptions } from "./record.js";
import { TextRecord } from "./text-record.js";
import { TAG_KEYS } from "./token-forms.js";

type JsonObject = Record<string, unknown>;

const TEXT_FIELDS = [
  ...["text", "content", "sentence", "document", "data", "utterance"],
  ...["originalText", "original_text", "raw_text", "textContent", "utt", "query"],
];
/** Lists of spans, by their usual names. */
export const USUAL_SPAN_FIELDS = [
  "spans",
  "entities",
  "ents",
  "labels",
  "label",
  "annotations",
  "annotation",
  "named_entities",
  "entity_mentions",
  "ner",
  "slots",
];
export const SPAN_FIELDS = [...USUAL_SPAN_FIELDS, "textSegmentAnnotations", "mentions"];

/** The field that holds a text: the one named, or the first with a usual name. */
export function textFieldOf(object: JsonObject, { tokenField }: RecordOptions): string | undefined {
  const names = tokenField === undefined ? TEXT_FIELDS : [tokenField];
  return names.find((name) => Object.hasOwn(object, name) && typeof object[name] === "string");
}

/** The field that holds a list of spans; undefined where none is named so. */
export function spanFieldOf(object: JsonObject, { labelField }: RecordOptions): string | undefined {
  if (labelField != null) return labelField;
  const lists = SPAN_FIELDS.filter((name) => Object.hasOwn(object, name) && Array.isArray(object[name]));
  const holdsSpans = (name: string) => (object[name] as unknown[]).some((one) => Array.isArray(one) || isObject(one));
  return lists.find(holdsSpans) ?? lists[0];
}

/** `{"text": "A b", "label": [[0, 1, "X"]]}` as of doccano, spaCy, Prodigy and others. */
export function textRecord(object: JsonObject, textField: string, options: RecordOptions): TextRecord | undefined {
  const mentions = mentionsFieldOf(object, options);
  if (mentions !== undefined) return mentionsRecord(object, textField, mentions, options);
  const tokens = ownTokens(object);
  const field = spanFieldOf(object, options) ?? (tokens ? "spans" : options.spanField);
  if (options.labelField === null && field === undefined && isToken(object, textField)) return undefined;
  if (options.labelField === null) return recordOf(object, textField, field ?? "spans", null, tokens, options);
  if (field === undefined) return undefined;
  const spans = Object.hasOwn(object, field) ? object[field] : undefined;
  if (spans === undefined && options.labelField != null)
    throw fault(`no field "${field}"`, `name the field that holds the spans (it has ${fieldsOf(object)})`);
  if (spans !== undefined && spans !== null && !Array.isArray(spans))
    throw fault(`"${field}" is no list of spans`, "name the field that holds the spans with --label-column");
  options.spanField = field;
  return recordOf(object, textField, field, spans ?? [], tokens, options);
}

/** Whether the text is one word with a label of its own, as lists of tokens hold them. */
function isToken(object: JsonObject, textField: string): boolean {
  const isLabelled = TAG_KEYS.some((key) => typeof object[key] === "string");
  return isLabelled && !/\s/.test((object[textField] as string).trim());
}

function recordOf(
  object: JsonObject,
  textField: string,
  field: string,
  spans: readonly unknown[] | null,
  tokens: TextForm["tokens"],
  options: RecordOptions,
): TextRecord {
  const text = object[textField] as string;
  return new TextRecord({ textAt: [textField], text, spansAt: [field], spans, tokens }, options);
}

/** Tokens that say where they begin and end, as Prodigy's and spaCy's do. */
function ownTokens({ tokens }: JsonObject): TextForm["tokens"] {
  if (!Array.isArray(tokens) || tokens.length === 0) return undefined;
  const areRanges = tokens.every(
    (token) => isObject(token) && Number.isInteger(token.start) && Number.isInteger(token.end),
  );
  return areRanges ? (tokens as { start: number; end: number }[]) : undefined;
}

/** `["A b", {"entities": [[0, 1, "X"]]}]`, as spaCy was trained with; undefined for other lists. */
export function textPair(list: readonly unknown[], options: RecordOptions): TextRecord | undefined {
  const [text, holder] = list;
  if (list.length !== 2 || typeof text !== "string") return undefined;
  const form = { textAt: [0], text, spans: null, spansAt: [1] };
  if (Array.isArray(holder))
    return new TextRecord({ ...form, spans: options.labelField === null ? null : holder }, options);
  if (!isObject(holder)) return undefined;
  const field = spanFieldOf(holder, options) ?? "entities";
  const spans = options.labelField === null ? null : (holder[field] ?? []);
  if (spans !== null && !Array.isArray(spans)) throw fault(`"${field}" is no list of spans`, 'give {"entities": […]}');
  return new TextRecord({ ...form, spans, spansAt: [1, field] }, options);
}

/** Whether an object is a task as label-studio exports it. */
export function isTask(object: JsonObject): boolean {
  return isObject(object.data) && (Array.isArray(object.annotations) || Array.isArray(object.completions));
}

/**
 * A task of label-studio: the spans of its first annotation that was not cancelled, of the ground truth where one is.
 *
 * @returns null for a task that was skipped
 * @throws SeginfError where it has no text, or nobody has annotated it
 */
export function taskRecord(object: JsonObject, options: RecordOptions): TextRecord | null {
  const data = object.data as JsonObject;
  const strings = Object.keys(data).filter((name) => typeof data[name] === "string");
  const textField = textFieldOf(data, options) ?? (strings.length === 1 ? strings[0] : undefined);
  if (textField === undefined)
    throw fault("a task without a text", `name the field of its data with --token-column (it has ${fieldsOf(data)})`);
  const key = Array.isArray(object.annotations) ? "annotations" : "completions";
  const all = (object[key] as unknown[]).map((one) => (isObject(one) ? one : {}));
  if (all.length === 0 && options.labelField !== null)
    throw fault("a task that nobody has annotated", "export the annotated tasks alone");
  const chosen = all.findIndex((one) => one.ground_truth === true && one.was_cancelled !== true);
  const index = chosen >= 0 ? chosen : all.findIndex((one) => one.was_cancelled !== true);
  if (index < 0 && all.length > 0) return null;
  const result = all[index]?.result;
  const spans = options.labelField === null ? null : Array.isArray(result) ? result : [];
  const spansAt = [key, Math.max(index, 0), "result"];
  return new TextRecord({ textAt: ["data", textField], text: data[textField] as string, spansAt, spans }, options);
}
