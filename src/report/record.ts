import type * as v from "valibot";
import { rounded } from "./numbers.js";

/** The parts of a schema that say what a value is made of. */
interface Parts {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Parts>>;
  readonly item?: Parts;
  readonly items?: readonly Parts[];
  readonly wrapped?: Parts;
  readonly getter?: (input: unknown) => Parts;
  /** Of a variant: the key that tells its objects apart, and their schemas. */
  readonly key?: string;
  readonly options?: readonly Parts[];
  readonly literal?: unknown;
}

/**
 * The value as its document has it: the keys of the schema, in the order of the schema, and numbers rounded. What a value
 * holds besides is left out, so a field reaches the output once its schema has it, and not before.
 *
 * @throws Error for a number that is not finite, see `rounded`
 */
export function recordOf<const S extends v.GenericSchema>(schema: S, value: v.InferOutput<S>): v.InferOutput<S> {
  return copied(schema as unknown as Parts, value) as v.InferOutput<S>;
}

function copied(schema: Parts, value: unknown): unknown {
  if (typeof value === "number") return rounded(value);
  if (typeof value !== "object" || value === null) return value;
  const { entries, item, items, wrapped, getter, key, options } = schema;
  if (wrapped) return copied(wrapped, value);
  if (getter) return copied(getter(undefined), value);
  if (item) return (value as readonly unknown[]).map((one) => copied(item, one));
  if (items) return items.map((one, i) => copied(one, (value as readonly unknown[])[i]));
  if (key !== undefined && options) return copied(variantOf(options, key, value), value);
  if (!entries) throw new Error(`a schema of the type ${schema.type} says nothing of an object's keys`);
  const record: Record<string, unknown> = {};
  for (const key of Object.keys(entries)) {
    const field = (value as Readonly<Record<string, unknown>>)[key];
    if (field !== undefined) record[key] = copied(entries[key] as Parts, field);
  }
  return record;
}

function variantOf(options: readonly Parts[], key: string, value: object): Parts {
  const wanted = (value as Readonly<Record<string, unknown>>)[key];
  const found = options.find(({ entries }) => entries?.[key]?.literal === wanted);
  if (found === undefined) throw new Error(`no variant has the ${key} ${String(wanted)}`);
  return found;
}
