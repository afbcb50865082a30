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
  /** Whether a length stands in place of the end. */
  readonly isLength?: boolean;
  /** Whether nothing says if this end is the last character: people use `end_idx` in both ways. */
  readonly isDoubtful?: boolean;
  readonly startAt: Path;
  readonly endAt: Path;
  readonly labelAt: Path;
  readonly wordsAt: Path | undefined;
}

const START_KEYS = [
  ...["start", "start_offset", "startOffset", "start_char", "begin", "start_pos", "startPos", "from", "start_idx"],
  ...["startIndex", "start_index", "start_position", "startPosition", "begin_offset", "beginOffset", "char_start"],
];
const END_KEYS = [
  ...["end", "end_offset", "endOffset", "end_char", "stop", "end_pos", "endPos", "exclusive_end", "to", "end_idx"],
  ...["endIndex", "end_index", "end_position", "endPosition", "char_end"],
];
/** Fields that hold a pair: [0, 4], or a list of one pair. */
const PAIR_KEYS = ["span", "pos", "offsets", "offset", "position", "range", "indices"];
const USUAL_LABEL_KEYS = ["label", "labels", "type", "entity", "entity_type", "tag", "category", "class", "slot"];
const LABEL_KEYS = [...USUAL_LABEL_KEYS, "entity_group", "entityType", "entityLabel", "label_type", "displayName"];
const WORDS_KEYS = ["text", "surface", "mention", "span_text", "quote"];

/** Names that stand for words next to such an end alone: CMeEE, Stockmark, UIE. */
const WORDS_NEXT_TO: Readonly<Record<string, readonly string[]>> = {
  end_idx: ["entity"],
  span: ["name"],
  pos: ["name"],
};

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
  return boundsIn(value) === undefined ? null : ofObject(value, element, ["value"]);
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
  const bounds = boundsIn(span);
  if (bounds === undefined) throw noSpan(outer);
  const { values, isLength, at } = bounds;
  const start = whole(values[0], outer);
  const second = whole(values[1], outer);
  const inner = labelIn(span, path);
  const isLabel = (key: string) => inner?.labelAt.at(-1) === key;
  const words = [...WORDS_KEYS, ...(WORDS_NEXT_TO[String(at[1][0])] ?? [])].find(
    (key) => typeof span[key] === "string" && !isLabel(key),
  );
  const { label, labelAt } = inner ?? labelIn(outer, []) ?? { label: undefined, labelAt: [] };
  if (label === undefined)
    throw fault(
      `a span without a label, ${shownValue(outer)}`,
      `give it one of the fields ${USUAL_LABEL_KEYS.join(", ")}`,
    );
  return {
    ...{ start, end: isLength ? start + second : second, label, labelAt },
    ...(isLength ? { isLength } : {}),
    ...(at[1].at(-1) === "end_idx" && words === undefined ? { isDoubtful: true } : {}),
    // LUIS: the end is the last character.
    inclusive: at[1].at(-1) === "endPos",
    ...{ startAt: [...path, ...at[0]], endAt: [...path, ...at[1]] },
    words: words === undefined ? undefined : (span[words] as string),
    wordsAt: words === undefined ? undefined : [...path, words],
  };
}

interface Bounds {
  readonly values: readonly [start: unknown, end: unknown];
  readonly isLength: boolean;
  readonly at: readonly [start: Path, end: Path];
}

/** A start and an end, a start and a length, or a pair. */
function boundsIn(span: Record<string, unknown>): Bounds | undefined {
  const start = keyIn(span, START_KEYS);
  const end = keyIn(span, END_KEYS);
  const isLength = false;
  if (start !== undefined && end !== undefined)
    return { values: [span[start], span[end]], isLength, at: [[start], [end]] };
  const from = start ?? keyIn(span, ["offset"]);
  if (from !== undefined && keyIn(span, ["length"]) !== undefined)
    return { values: [span[from], span.length], isLength: true, at: [[from], ["length"]] };
  for (const key of PAIR_KEYS) {
    const value = span[key];
    const isNested = Array.isArray(value) && Array.isArray(value[0]);
    if (isNested && value.length > 1) {
      throw fault(`a span of ${value.length} parts, ${shownValue(span)}`, "give each part a span of its own");
    }
    const pair: unknown = isNested ? value[0] : value;
    const before = isNested ? [key, 0] : [key];
    if (Array.isArray(pair) && pair.length === 2 && pair.every((one) => typeof one === "number"))
      return {
        values: [pair[0], pair[1]],
        isLength,
        at: [
          [...before, 0],
          [...before, 1],
        ],
      };
  }
  return undefined;
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
