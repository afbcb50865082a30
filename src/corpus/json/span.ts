import { isObject } from "./class-names.js";
import { fault, fieldsOf, shownValue } from "./fault.js";
import type { Path } from "./scan.js";

/** One span as a file gives it, and where its parts stand in its element of the list. */
export interface GivenSpan {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  /** The words that the span itself says that it covers. */
  readonly words: string | undefined;
  /** Whether this form counts the last character in. */
  readonly inclusive: boolean;
  readonly startAt: Path;
  readonly endAt: Path;
  readonly labelAt: Path;
  readonly wordsAt: Path | undefined;
}

const START_KEYS = ["start", "start_offset", "startOffset", "start_char", "begin", "start_pos", "startPos", "from"];
const END_KEYS = ["end", "end_offset", "endOffset", "end_char", "stop", "end_pos", "endPos", "exclusive_end", "to"];
const LABEL_KEYS = ["label", "labels", "type", "entity", "entity_type", "tag", "category", "class", "slot"];
const WORDS_KEYS = ["text", "surface", "mention", "span_text", "quote"];

/**
 * Reads an element of a list of spans: `[0, 4, "PER"]`, `{"start": 0, "end": 4, "label": "PER"}` in its many spellings,
 * label-studio's `{"value": {"start": …, "labels": ["PER"]}}`, Dataturks' `{"label": ["PER"], "points": [{…}]}`.
 *
 * @returns null for an element of label-studio that is no span, such as a choice
 * @throws SeginfError for anything else
 */
export function readSpan(element: unknown): GivenSpan | null {
  if (Array.isArray(element)) return ofList(element);
  if (!isObject(element)) throw noSpan(element);
  if (Array.isArray(element.points)) return ofPoints(element, element.points);
  const { value } = element;
  if (!isObject(value)) return ofObject(element, element, []);
  return keyIn(value, START_KEYS) === undefined ? null : ofObject(value, element, ["value"]);
}

function ofList(list: readonly unknown[]): GivenSpan {
  const numbers = list.flatMap((value, i) => (typeof value === "number" ? [i] : []));
  const label = list.findIndex((value) => typeof value === "string");
  if (numbers.length < 2 || label < 0) throw noSpan(list);
  const [start, end] = numbers;
  return {
    ...{ start: whole(list[start], list), end: whole(list[end], list), label: named(list[label], list) },
    ...{ startAt: [start], endAt: [end], labelAt: [label], words: undefined, wordsAt: undefined, inclusive: false },
  };
}

/** @param span holds the offsets, `outer` the label where the span has none */
function ofObject(span: Record<string, unknown>, outer: Record<string, unknown>, path: Path): GivenSpan {
  const [start, end] = [keyIn(span, START_KEYS), keyIn(span, END_KEYS)];
  if (start === undefined || end === undefined) throw noSpan(outer);
  const words = WORDS_KEYS.find((key) => typeof span[key] === "string");
  const inner = labelIn(span, path);
  const { label, labelAt } = inner ?? labelIn(outer, []) ?? { label: undefined, labelAt: [] };
  if (label === undefined)
    throw fault(`a span without a label, ${shownValue(outer)}`, `give it one of the fields ${LABEL_KEYS.join(", ")}`);
  return {
    ...{ start: whole(span[start], outer), end: whole(span[end], outer), label, labelAt },
    // LUIS: the end is the last character.
    inclusive: end === "endPos",
    ...{ startAt: [...path, start], endAt: [...path, end] },
    words: words === undefined ? undefined : (span[words] as string),
    wordsAt: words === undefined ? undefined : [...path, words],
  };
}

/** Dataturks: the end is the last character. */
function ofPoints(element: Record<string, unknown>, points: readonly unknown[]): GivenSpan {
  const [point] = points;
  if (points.length !== 1 || !isObject(point))
    throw fault(`a span of ${points.length} parts, ${shownValue(element)}`, "give each part a span of its own");
  return { ...ofObject(point, element, ["points", 0]), inclusive: true };
}

function keyIn(object: Record<string, unknown>, keys: readonly string[]): string | undefined {
  return keys.find((key) => typeof object[key] === "number");
}

/** The label under one of its names: a string, or a list of one. */
function labelIn(object: Record<string, unknown>, path: Path): { label: string; labelAt: Path } | undefined {
  // label-studio calls the list of labels by the kind of them: "labels", "hypertextlabels".
  for (const key of [...LABEL_KEYS, ...Object.keys(object).filter((name) => name.endsWith("labels"))]) {
    const value = object[key];
    if (typeof value === "string") return { label: named(value, object), labelAt: [...path, key] };
    if (!Array.isArray(value) || value.length === 0) continue;
    if (value.length > 1) throw fault(`a span with ${value.length} labels, ${shownValue(object)}`, "keep one of them");
    return { label: named(value[0], object), labelAt: [...path, key, 0] };
  }
  return undefined;
}

function named(value: unknown, element: unknown): string {
  if (typeof value === "string" && value.trim() !== "") return value;
  throw fault(`a span with an empty label, ${shownValue(element)}`, "name its label");
}

function whole(value: unknown, element: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw fault(
    `a span with the offset ${shownValue(value)}, ${shownValue(element)}`,
    "give offsets of characters from 0",
  );
}

function noSpan(element: unknown): Error {
  const fields = isObject(element) ? `, with the fields ${fieldsOf(element)}` : "";
  return fault(
    `${shownValue(element)} is no span${fields}`,
    'give [start, end, "LABEL"], or an object with start, end and label',
  );
}
