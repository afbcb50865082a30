import { SeginfError } from "../../errors.js";
import { jsonFault, parseJson } from "../../storage/parseJson.js";

type JsonObject = Record<string, unknown>;

/** Fields that hold the names of labels which are numbers. */
const NAME_FIELDS = [
  "features",
  "label_list",
  "label_names",
  "tag_names",
  "id2label",
  "label2id",
  "ner_tags_names",
  "names",
  "class_names",
  "classes",
  "int2str",
];

/**
 * The names of numbered labels, from 0, that an object holds next to its data: as a list, as an object of numbers to names
 * or names to numbers, or in what Hugging Face calls features.
 *
 * @param field that holds the numbers
 */
export function classNamesIn(object: JsonObject, field: string): readonly string[] | undefined {
  for (const name of [`${field}_names`, ...NAME_FIELDS]) {
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    const names = name === "features" ? namesOfFeature(value, field) : namesOf(value);
    if (names) return names;
  }
  return undefined;
}

/** `{"ner_tags": {"feature": {"names": […]}}}`, or a list of such with `name` and `type`. */
function namesOfFeature(features: unknown, field: string): readonly string[] | undefined {
  if (Array.isArray(features)) {
    const feature = features.find((one) => isObject(one) && one.name === field) as JsonObject | undefined;
    return feature && namesOf(feature.type ?? feature);
  }
  return isObject(features) ? namesOf(features[field]) : undefined;
}

function namesOf(value: unknown): readonly string[] | undefined {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every((name) => typeof name === "string")) return value;
    return value.length === 1 ? namesOf(value[0]) : undefined;
  }
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.length === 0) return undefined;
  if (entries.every(([key, name]) => /^\d+$/.test(key) && typeof name === "string"))
    return inOrder(entries.map(([key, name]) => [Number(key), name as string]));
  if (entries.every(([, number]) => Number.isInteger(number)))
    return inOrder(entries.map(([name, number]) => [number as number, name]));
  for (const key of ["names", "feature", "class_label", "type", "id2label", "features"]) {
    const names = namesOf(value[key]);
    if (names) return names;
  }
  return undefined;
}

/** Names by number; undefined unless they are 0, 1, 2 … */
function inOrder(numbered: readonly (readonly [number, string])[]): readonly string[] | undefined {
  const sorted = numbered.toSorted(([a], [b]) => a - b);
  return sorted.every(([number], i) => number === i) ? sorted.map(([, name]) => name) : undefined;
}

/**
 * Reads a file of label names: JSON as classNamesIn has it, or one a line.
 *
 * @throws SeginfError where it holds none
 */
export function parseLabelNames(text: string, file: string): readonly string[] {
  const trimmed = text.replace(/^\uFEFF/u, "").trim();
  const names = /^[[{]/.test(trimmed) ? namesInJson(trimmed, file) : trimmed === "" ? [] : trimmed.split(/\s*\r?\n\s*/);
  if (names && names.length > 0) {
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice === undefined) return names;
    throw new SeginfError(
      `the label ${JSON.stringify(twice)} is named twice`,
      { file },
      "give each number its own name",
    );
  }
  const hint = 'give one name a line, or JSON: ["O", "B-PER", …] or {"0": "O", "1": "B-PER", …}';
  throw new SeginfError("no label names in it", { file }, hint);
}

function namesInJson(text: string, file: string): readonly string[] | undefined {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (cause) {
    throw new SeginfError(
      jsonFault(cause, "malformed JSON"),
      { file },
      "give label names as a JSON list, or one a line",
      { cause },
    );
  }
  if (!isObject(value)) return namesOf(value);
  const direct = namesOf(value) ?? classNamesIn(value, "ner_tags");
  if (direct || !isObject(value.features)) return direct;
  // The features of a data set: those of its only field with names.
  const all = Object.values(value.features).map((feature) => namesOf(feature));
  const named = all.filter((names) => names !== undefined);
  return named.length === 1 ? named[0] : undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
