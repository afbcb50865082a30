/** The part of JSON Schema (draft 2020-12) that the schemas in docs/ are written in. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Keywords that say nothing about the value. */
const ASIDES = ["$schema", "$id", "title", "description", "$defs", "default", "examples"];

type Check = (value: unknown, path: string) => string | null;

/**
 * A function that tells what is wrong with a value: "findings[3].score is above 1", or null where it keeps to the schema.
 *
 * @throws Error for a keyword that it does not know: a bug of the schema's author
 */
export function checker(schema: Schema): (value: unknown) => string | null {
  const compiled = new Map<string, Check>();
  const refer = (ref: string): Check => {
    const found = schema.$defs?.[ref.replace("#/$defs/", "")];
    if (!found) throw new Error(`the schema has no ${ref}`);
    return (value, path) => {
      const check = compiled.get(ref) ?? compile(found, refer);
      compiled.set(ref, check);
      return check(value, path);
    };
  };
  const check = compile(schema, refer);
  for (const name of Object.keys(schema.$defs ?? {})) refer(`#/$defs/${name}`);
  return (value) => check(value, "");
}

function compile(schema: Schema, refer: (ref: string) => Check): Check {
  const checks = Object.keys(schema)
    .filter((keyword) => !ASIDES.includes(keyword))
    .map((keyword) => {
      const make = KEYWORDS[keyword];
      if (!make) throw new Error(`the keyword ${keyword} is not known`);
      return make(schema, refer);
    });
  return (value, path) => {
    for (const check of checks) {
      const wrong = check(value, path);
      if (wrong !== null) return wrong;
    }
    return null;
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  null: (value) => value === null,
};

const named = (path: string): string => path || "the document";

/** A check of values that fulfil `applies`. */
function bound<T>(applies: (value: unknown) => value is T, holds: (value: T) => boolean, says: string): Check {
  return (value, path) => (applies(value) && !holds(value) ? `${named(path)} ${says}` : null);
}

const isNumber = (value: unknown): value is number => typeof value === "number";
const isText = (value: unknown): value is string => typeof value === "string";
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const KEYWORDS: Readonly<Record<string, (schema: Schema, refer: (ref: string) => Check) => Check>> = {
  type: ({ type }) => {
    const types = isText(type) ? [type] : (type ?? []);
    return (value, path) =>
      types.some((one) => TYPES[one](value)) ? null : `${named(path)} is not of the type ${types.join(" or ")}`;
  },
  enum: ({ enum: words = [] }) => {
    return (value, path) => (words.includes(value) ? null : `${named(path)} is none of ${words.join(", ")}`);
  },
  const: (schema) => (value, path) => (value === schema.const ? null : `${named(path)} is not ${schema.const}`),
  $ref: ({ $ref = "" }, refer) => refer($ref),
  anyOf: ({ anyOf = [] }, refer) => {
    const ways = anyOf.map((way) => compile(way, refer));
    return (value, path) => {
      const wrong = ways.map((way) => way(value, path));
      return wrong.includes(null) ? null : wrong[0];
    };
  },
  properties: ({ properties = {} }, refer) => {
    const checks = Object.entries(properties).map(([key, inner]) => [key, compile(inner, refer)] as const);
    return (value, path) => {
      if (!isObject(value)) return null;
      for (const [key, check] of checks) {
        const wrong = Object.hasOwn(value, key) ? check(value[key], path ? `${path}.${key}` : key) : null;
        if (wrong !== null) return wrong;
      }
      return null;
    };
  },
  required: ({ required = [] }) => {
    return (value, path) => {
      const missing = isObject(value) ? required.find((key) => !Object.hasOwn(value, key)) : undefined;
      return missing === undefined ? null : `${named(path)} lacks ${missing}`;
    };
  },
  additionalProperties: ({ additionalProperties, properties = {} }) => {
    return (value, path) => {
      if (additionalProperties !== false || !isObject(value)) return null;
      const extra = Object.keys(value).find((key) => !Object.hasOwn(properties, key));
      return extra === undefined ? null : `${named(path)} has ${JSON.stringify(extra)}, which is not known`;
    };
  },
  items: ({ items = {} }, refer) => {
    const check = compile(items, refer);
    return (value, path) => {
      if (!isList(value)) return null;
      for (const [i, item] of value.entries()) {
        const wrong = check(item, `${path}[${i}]`);
        if (wrong !== null) return wrong;
      }
      return null;
    };
  },
  minItems: ({ minItems = 0 }) => bound(isList, ({ length }) => length >= minItems, `has fewer than ${minItems} items`),
  maxItems: ({ maxItems = 0 }) => bound(isList, ({ length }) => length <= maxItems, `has more than ${maxItems} items`),
  minimum: ({ minimum = 0 }) => bound(isNumber, (value) => value >= minimum, `is below ${minimum}`),
  maximum: ({ maximum = 0 }) => bound(isNumber, (value) => value <= maximum, `is above ${maximum}`),
  exclusiveMinimum: ({ exclusiveMinimum: least = 0 }) =>
    bound(isNumber, (value) => value > least, `is not above ${least}`),
  minLength: ({ minLength = 0 }) => bound(isText, (value) => [...value].length >= minLength, "is too short"),
  pattern: ({ pattern = "" }) => {
    const expression = new RegExp(pattern, "u");
    return bound(isText, (value) => expression.test(value), `does not look like ${pattern}`);
  },
};
