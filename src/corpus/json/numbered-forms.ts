import { SeginfError } from "../../errors.js";
import { isObject } from "./class-names.js";
import { fault, shownValue } from "./fault.js";
import { type NumberedForm, NumberedRecord, NumberedSentences } from "./numbered-record.js";
import type { JsonRecord, RecordOptions } from "./record.js";
import { spanFieldOf } from "./text-forms.js";

type JsonObject = Record<string, unknown>;

/** Formats in which the end of a list of three is the last token: GLiNER, DyGIE, PURE. */
const INCLUSIVE_FIELD = "ner";
/** Formats in which the end of an object is the token after the last: SpERT, OneIE. */
const EXCLUSIVE_FIELDS = ["entities", "entity_mentions"];
/** So many spans without one of a single token contradict how their ends are read. */
const FEWEST_SPANS = 20;

/**
 * `{"tokenized_text": ["A", "b"], "ner": [[0, 1, "X"]]}` as of GLiNER, `{"tokens": […], "entities": [{"start": 0, "end": 2, "type":
 * "X"}]}` as of SpERT, `{"sentences": [["A"], ["b", "c"]], "ner": [[], [[1, 2, "X"]]]}` as of DyGIE, whose numbers go on from
 * sentence to sentence. Undefined where the labels are no such spans.
 *
 * @throws SeginfError where nothing says which token an end is
 */
export function numberedRecord(
  object: JsonObject,
  tokenField: string,
  tagField: string | undefined,
  options: RecordOptions,
): JsonRecord | undefined {
  const tokens = object[tokenField];
  const field = tagField ?? spanFieldOf(object, options);
  const spans = field === undefined ? undefined : object[field];
  if (field === undefined || !Array.isArray(tokens) || !Array.isArray(spans)) return undefined;
  if (tokens.length > 0 && tokens.every(Array.isArray)) return sentencesOf(tokens, tokenField, spans, field, options);
  if (!areStrings(tokens) || !areSpans(spans)) return undefined;
  // An empty list may be one of tags: then it is too short.
  const isUsual = field === INCLUSIVE_FIELD || EXCLUSIVE_FIELDS.includes(field) || options.assumedEnds !== undefined;
  if (spans.length === 0 && !isUsual) return undefined;
  return recordOf({ tokensAt: [tokenField], tokens, spansAt: [field], spans, origin: 0 }, field, options);
}

function sentencesOf(
  tokens: readonly unknown[],
  tokenField: string,
  spans: readonly unknown[],
  field: string,
  options: RecordOptions,
): JsonRecord | undefined {
  if (!tokens.every(areStrings) || !spans.every((one) => Array.isArray(one) && areSpans(one))) return undefined;
  if (spans.length !== tokens.length)
    throw fault(`${tokens.length} sentences but ${spans.length} lists of spans`, "give one list a sentence");
  let origin = 0;
  const parts = tokens.map((own, k) => {
    const place = { tokensAt: [tokenField, k], spansAt: [field, k] };
    const part = recordOf({ ...place, tokens: own, spans: spans[k] as unknown[], origin }, field, options);
    origin += own.length;
    return part;
  });
  return new NumberedSentences(parts);
}

function recordOf(form: Omit<NumberedForm, "isInclusive">, field: string, options: RecordOptions): NumberedRecord {
  const { labelField, offsets } = options;
  const isTold = offsets === "inclusive" || offsets === "exclusive";
  const isInclusive = isTold
    ? offsets === "inclusive"
    : (options.assumedEnds?.isInclusive ?? ends(form, field, options));
  const spans = labelField === null ? null : form.spans;
  const record = new NumberedRecord({ ...form, spans, isInclusive }, options);
  if (isTold || record.spans.length === 0) return record;
  options.assumedEnds ??= { spans: 0, single: 0, isInclusive };
  options.assumedEnds.spans += record.spans.length;
  options.assumedEnds.single += record.spans.filter(({ first, past }) => past === first + 1).length;
  return record;
}

/** Whether ends are last tokens, as the formats have it that are written so. */
function ends({ spans }: Pick<NumberedForm, "spans">, field: string, { labelField }: RecordOptions): boolean {
  const [first] = spans ?? [];
  if (first === undefined || (Array.isArray(first) && field === INCLUSIVE_FIELD)) return field === INCLUSIVE_FIELD;
  if (isObject(first) && EXCLUSIVE_FIELDS.includes(field)) return false;
  if (labelField === null) return field === INCLUSIVE_FIELD;
  const what = `"${field}" holds spans by the numbers of their tokens, ${shownValue(first)}, and nothing says which token ends them`;
  throw fault(what, "pass --offsets inclusive if it is their last, or --offsets exclusive if it is the one after it");
}

/** @throws SeginfError where the spans of a file contradict how their ends were read */
export function requireLikelyEnds({ assumedEnds }: RecordOptions, file: string): void {
  if (!assumedEnds || assumedEnds.spans < FEWEST_SPANS || assumedEnds.single > 0) return;
  const how = assumedEnds.isInclusive ? "the last token" : "the token after the last";
  const what = `none of ${assumedEnds.spans} spans covers one token alone if their ends are ${how}, as is usual in this format`;
  const hint =
    "pass --offsets inclusive if ends are the last tokens, or --offsets exclusive if they are the ones after";
  throw new SeginfError(what, { file }, hint);
}

function areStrings(tokens: unknown): tokens is string[] {
  return Array.isArray(tokens) && tokens.every((token) => typeof token === "string" && token !== "");
}

function areSpans(list: readonly unknown[]): boolean {
  return list.every((span) => {
    const values = Array.isArray(span) ? span : isObject(span) ? Object.values(span) : [];
    const numbers = values.filter((value) => Number.isInteger(value)).length;
    return numbers >= 2 && values.some((value) => typeof value === "string");
  });
}
