import * as v from "valibot";

/** Keys and indices that lead from the top of a value to a part of it. */
export type Path = readonly (string | number)[];

/** What is wrong with a value, in words for one line: "findings[3].score is above 1". */
export interface Misfit {
  readonly what: string;
  /** Where; of a key that is missing or too much, too. */
  readonly path: Path;
}

/**
 * The value as its schema has it: checked, with defaults in place.
 *
 * @param whole what the value itself is called: "the document"
 * @param refuse throws the error of whoever reads, for the first thing that is wrong
 */
export function shaped<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  whole: string,
  refuse: (misfit: Misfit) => never,
): v.InferOutput<S> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  return result.success ? result.output : refuse(misfitOf(result.issues[0], whole));
}

/** What a schema of these documents has against a value. */
export function misfitOf(issue: v.BaseIssue<unknown>, whole: string): Misfit {
  const items = issue.path ?? [];
  const path = items.map(({ key }) => key as string | number);
  const last = items.at(-1);
  if (last?.origin !== "key") return { path, what: `${named(path, whole)} ${words(issue)}` };
  // A key that is missing or too much is reported for the object; an array is an object without keys to valibot.
  const object = named(path.slice(0, -1), whole);
  if (Array.isArray(last.input)) return { path: path.slice(0, -1), what: `${object} is not an object` };
  if (issue.expected !== "never") return { path, what: `${object} lacks ${String(last.key)}` };
  return { path, what: `${object} has ${JSON.stringify(shortened(String(last.key)))}, which is not known` };
}

const LONGEST = 40;
const shortened = (key: string): string => (key.length > LONGEST ? `${key.slice(0, LONGEST)}…` : key);

/** findings[3].signals.loss */
function named(path: Path, whole: string): string {
  const text = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
  return text.replace(/^\./, "") || whole;
}

const TYPES: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  boolean: "true or false",
  array: "an array",
  strict_object: "an object",
  loose_object: "an object",
  object: "an object",
  strict_tuple: "an array",
  record: "an object",
};

/** An issue of the kinds that schemas are made of here; patterns and rules bring their own. */
function words(issue: v.BaseIssue<unknown>): string {
  const { type, kind, message } = issue;
  const requirement = (issue as { readonly requirement?: unknown }).requirement;
  if (kind === "schema") {
    if (type in TYPES) return `is not ${TYPES[type]}`;
    if (type === "picklist" || type === "variant") return `is none of ${unquoted(issue.expected)}`;
    if (type === "literal") return `is not ${issue.expected}`;
  }
  if (type === "integer") return "is not a whole number";
  if (type === "finite") return "is too large a number";
  if (type === "min_value") return `is below ${requirement}`;
  if (type === "max_value") return `is above ${requirement}`;
  if (type === "min_length") return requirement === 1 ? "is empty" : `is shorter than ${requirement}`;
  if (type === "max_length") return `is longer than ${requirement}`;
  return message;
}

/** ("ok" | "fixed") → ok, fixed */
function unquoted(expected: string | null): string {
  return (expected ?? "")
    .replace(/^\(|\)$/g, "")
    .replaceAll('"', "")
    .replaceAll(" | ", ", ");
}
