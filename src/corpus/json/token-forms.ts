import { isObject } from "./class-names.js";
import { fault, fieldsOf } from "./fault.js";
import type { RecordOptions } from "./record.js";
import { TokenRecord } from "./token-record.js";

type JsonObject = Record<string, unknown>;

/** Where the labels stand unless another field is named: the first of these that an object has. */
export const TAG_FIELDS = ["ner_tags", "tags", "labels"] as const;
/** Further names that lists of labels have. */
const OTHER_TAG_FIELDS = [
  "ner",
  "label",
  "ner_labels",
  "bio_tags",
  "bio",
  "iob",
  "iob_tags",
  "pos_tags",
  "upos",
  "pos",
];
/** Names that a token's text and its label have in lists of objects. */
const TOKEN_KEYS = ["text", "word", "form", "token", "orth", "originalText"];
export const TAG_KEYS = ["ner", "ner_tag", "tag", "label", "entity", "bio", "iob", "upos", "pos"];

/** The name of the list of labels that goes with a list of tokens; undefined where the object has none. */
export function tagFieldOf(object: JsonObject, { labelField }: RecordOptions): string | undefined {
  if (labelField != null) return Object.hasOwn(object, labelField) ? labelField : undefined;
  const known = TAG_FIELDS.find((name) => Object.hasOwn(object, name));
  return known ?? OTHER_TAG_FIELDS.find((name) => Object.hasOwn(object, name) && isListOfLabels(object[name]));
}

function isListOfLabels(value: unknown): boolean {
  return Array.isArray(value) && value.every((tag) => typeof tag === "string" || typeof tag === "number");
}

/** `{"tokens": ["A", "b"], "tags": ["O", "B-X"]}` */
export function tokenLists(object: JsonObject, field: string, options: RecordOptions): TokenRecord {
  const tokens = object[field];
  if (!Array.isArray(tokens)) throw fault(`"${field}" is no list`, "give a list of strings");
  const tagField = options.labelField === null ? null : requireTagField(object, options);
  const tags = tagField === null ? null : object[tagField];
  // Labels that are null are not the same as labels that are not read: those of later records would move up.
  if (tagField !== null && !Array.isArray(tags)) throw fault(`"${tagField}" is no list`, "give a list of strings");
  const names = { tokenField: field, tagField: tagField ?? "" };
  if (tokens.length > 0 && tokens.every((sentence) => Array.isArray(sentence)))
    return nestedLists(tokens, tags as unknown[][] | null, names, options);
  const layout = { ...names, tokenAt: (i: number) => [field, i], tagAt: (i: number) => [names.tagField, i] };
  return new TokenRecord(tokens, tags as unknown[] | null, layout, options.names);
}

function requireTagField(object: JsonObject, options: RecordOptions): string {
  const field = tagFieldOf(object, options);
  if (field !== undefined) return field;
  if (options.labelField != null) throw fault(`no field "${options.labelField}"`, "name the field that holds the list");
  throw fault(`no field ${TAG_FIELDS.join(", ")}`, `name the field with --label-column (it has ${fieldsOf(object)})`);
}

/** `{"tokens": [["A"], ["b", "c"]], "tags": [["O"], ["O", "O"]]}`: a list a sentence. */
function nestedLists(
  tokens: readonly unknown[][],
  tags: readonly unknown[] | null,
  { tokenField, tagField }: { readonly tokenField: string; readonly tagField: string },
  { names }: RecordOptions,
): TokenRecord {
  const places = tokens.flatMap((sentence, k) => sentence.map((_, i) => [k, i] as const));
  const starts = places.flatMap(([, i], token) => (i === 0 ? [token] : []));
  if (tags) {
    tokens.forEach((sentence, k) => {
      const own = tags[k];
      const count = Array.isArray(own) ? own.length : 0;
      if (count === sentence.length) return;
      throw fault(`sentence ${k + 1} has ${sentence.length} tokens but ${count} tags`, "give one tag a token");
    });
  }
  const layout = {
    tokenField,
    tagField,
    tokenAt: (token: number) => [tokenField, ...places[token]],
    tagAt: (token: number) => [tagField, ...places[token]],
  };
  return new TokenRecord(
    tokens.flat(),
    tags && (tags as unknown[][]).slice(0, tokens.length).flat(),
    layout,
    names,
    starts,
  );
}

/** `[{"word": "A", "ner": "O"}, …]`, in the field of an object or alone; undefined where they are no tokens. */
export function tokenObjects(
  list: readonly unknown[],
  field: string | null,
  { labelField, names }: RecordOptions,
): TokenRecord | undefined {
  if (list.length === 0 || !list.every(isObject)) return undefined;
  const has = (key: string) => list.every((token) => Object.hasOwn(token, key) && typeof token[key] !== "object");
  const tokenKey = TOKEN_KEYS.find((key) => list.every((token) => typeof token[key] === "string"));
  if (tokenKey === undefined || list.some((token) => /\s/.test((token[tokenKey] as string).trim()))) return undefined;
  const tagKey = labelField === null ? null : labelField !== undefined ? labelField : TAG_KEYS.find(has);
  if (tagKey === undefined) return undefined;
  if (tagKey !== null && !has(tagKey)) {
    if (field === null) return undefined;
    throw fault(
      `a token without the field "${tagKey}"`,
      `name another with --label-column (it has ${fieldsOf(list[0])})`,
    );
  }
  const before = field === null ? [] : [field];
  const layout = {
    tokenField: tokenKey,
    tagField: tagKey ?? "",
    tokenAt: (i: number) => [...before, i, tokenKey],
    tagAt: (i: number) => [...before, i, tagKey ?? ""],
  };
  const tags = tagKey === null ? null : list.map((token) => token[tagKey]);
  return new TokenRecord(
    list.map((token) => token[tokenKey]),
    tags,
    layout,
    names,
  );
}

/** Rows of more are sentences, unless they end in tags. */
const MOST_COLUMNS = 3;
const LOOKS_LIKE_TAG = /^(?:O|[BIESLU][-_].+)$/su;

/** `[["A", "O"], ["b", "B-X"]]`, or `[["A", "b"], ["O", "B-X"]]`; undefined where the list is neither. */
export function tokenPairs(
  list: readonly unknown[],
  field: string | null,
  options: RecordOptions,
): TokenRecord | undefined {
  const rows = list as readonly unknown[][];
  if (list.length === 0 || !rows.every((row) => Array.isArray(row) && row.length > 0)) return undefined;
  const isText = (value: unknown) => typeof value === "string";
  const isLabel = (value: unknown) => isText(value) || typeof value === "number";
  const before = field === null ? [] : [field];
  const names = { tokenField: field ?? "tokens", tagField: field ?? "tags" };
  const isUnlabelled = options.labelField === null;
  if (isPairOfLists(rows)) {
    const layout = { ...names, tokenAt: (i: number) => [...before, 0, i], tagAt: (i: number) => [...before, 1, i] };
    return new TokenRecord(rows[0], isUnlabelled ? null : rows[1], layout, options.names);
  }
  const last = rows[0].length - 1;
  if (last < 1 || !rows.every((row) => row.length === last + 1 && isText(row[0]) && isLabel(row[last])))
    return undefined;
  // Sentences of one length are no rows of columns.
  if (last > MOST_COLUMNS && !rows.every((row) => LOOKS_LIKE_TAG.test(String(row[last])))) return undefined;
  const layout = { ...names, tokenAt: (i: number) => [...before, i, 0], tagAt: (i: number) => [...before, i, last] };
  const tags = isUnlabelled ? null : rows.map((row) => row[last]);
  return new TokenRecord(
    rows.map((row) => row[0]),
    tags,
    layout,
    options.names,
  );
}

/** Of two by two strings the rows are pairs where each ends in a tag. */
function isPairOfLists(rows: readonly unknown[][]): boolean {
  if (rows.length !== 2 || !rows[0].every((token) => typeof token === "string")) return false;
  const [tokens, tags] = rows;
  const areTags = tags.every((tag) => typeof tag === "number" || LOOKS_LIKE_TAG.test(String(tag)));
  if (tokens.length !== 2 || tags.length !== 2) return areTags;
  return areTags && !rows.every((row) => LOOKS_LIKE_TAG.test(String(row[1])));
}
