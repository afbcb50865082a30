import * as v from "valibot";

// What the schemas of the JSON documents are made of. The schema is the one place that says a document's shape: the type,
// the check at reading, the order of keys at writing, and docs/*.schema.json (test/docs/schemas.test.ts) come from it.
// The annotation lets bundlers leave out what the HTML report's page does not use.

/** An object that has these keys, written in this order, and no others. */
// @__NO_SIDE_EFFECTS__
export function object<const E extends v.ObjectEntries>(entries: E) {
  return v.pipe(v.strictObject(entries), v.readonly<v.InferOutput<v.StrictObjectSchema<E, undefined>>>());
}

/** An array of any length. */
// @__NO_SIDE_EFFECTS__
export function listOf<const S extends v.GenericSchema>(item: S) {
  const items = v.array(item);
  return v.pipe(items, v.readonly<v.InferOutput<typeof items>>());
}

/** An array of so many items at most. */
// @__NO_SIDE_EFFECTS__
export function atMost<const S extends v.GenericSchema>(most: number, item: S) {
  const items = v.array(item);
  return v.pipe(items, v.maxLength(most), v.readonly<v.InferOutput<typeof items>>());
}

/** The schema with the words that the published schema says of it. */
// @__NO_SIDE_EFFECTS__
export function described<const S extends v.GenericSchema>(schema: S, text: string) {
  return v.pipe(schema, v.description<v.InferOutput<S>, string>(text));
}

/** The schema with a rule that no JSON Schema can say, over several of its fields. */
// @__NO_SIDE_EFFECTS__
export function ruled<const S extends v.GenericSchema>(
  schema: S,
  holds: (value: v.InferOutput<S>) => boolean,
  otherwise: string,
) {
  return v.pipe(schema, v.check<v.InferOutput<S>, string>(holds, otherwise));
}

/** Another schema that the published one refers to by name, so that it can be described again where it is used. */
// @__NO_SIDE_EFFECTS__
export function reference<const S extends v.GenericSchema>(schema: S) {
  return v.lazy(() => schema);
}

/** JSON spells no infinity, but 1e999 is one once it is parsed. */
export const number = v.pipe(v.number(), v.finite());
export const nonNegative = v.pipe(number, v.minValue(0));
/** From 0 to 1: a probability or a share. */
export const fraction = v.pipe(number, v.minValue(0), v.maxValue(1));
/** From 0 to 100. */
export const percent = v.pipe(number, v.minValue(0), v.maxValue(100));
/** A whole number from 0. */
export const count = v.pipe(number, v.integer(), v.minValue(0));
/** A whole number from 1: a line, a rank, an offset past a token. */
export const position = v.pipe(number, v.integer(), v.minValue(1));

/** Text that is not empty. */
export const name = v.pipe(v.string(), v.minLength(1));
/** The tokens of a piece of a corpus: at least one. */
export const tokens = v.pipe(v.array(v.string()), v.minLength(1), v.readonly());
/** What names a finding or a pattern. */
export const shortDigest = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/, "is not 16 hex digits"));
/** SHA-256. */
export const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "is not 64 hex digits"));
