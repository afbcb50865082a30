import { InvalidArgumentError } from "commander";
import * as v from "valibot";
import type { Kind, ValueSchema } from "../../options/kinds.js";
import { SETTINGS, type Setting } from "../../options/settings.js";

/**
 * What configuration files may hold, from the options table: the type and the bounds of each value, and then whatever the
 * command line asks of it. Messages are what to give instead. docs/seginf.config.schema.json is made of it.
 */
export const settingsSchema = v.pipe(
  v.strictObject({
    $schema: v.exactOptional(v.pipe(v.string("give a string"), v.description("where editors find this schema"))),
    ...Object.fromEntries(SETTINGS.map((setting) => [setting.key, settingSchema(setting)])),
  }),
  v.title("seginf.config.json"),
  v.description(
    'Settings of seginf, in seginf.config.json or under "seginf" in package.json. Paths count from the directory of the file. The command line goes before it.',
  ),
);

/** What a setting may be. */
export function settingSchema({ kind, canBeFalse, help, default: value, unset }: Setting) {
  const given = valueSchema(kind.schema, kind.parse);
  const schema: v.GenericSchema = canBeFalse ? v.union([given, v.literal(false)], `give a ${kind.schema.type}`) : given;
  const words = value === undefined && unset !== undefined ? ` (default: ${unset})` : "";
  const rest = value === undefined ? {} : { default: value };
  return v.exactOptional(v.pipe(schema, v.metadata({ description: `${help}${words}`, ...rest })));
}

type Parse = Kind<unknown>["parse"];

function valueSchema(schema: ValueSchema, parse: Parse): v.GenericSchema {
  const instead = (issue: v.BaseIssue<unknown>): string => refusal(parse, issue.input) ?? `give a ${schema.type}`;
  const parses = <T>() => v.check<T, typeof instead>((value) => refusal(parse, value) === null, instead);
  switch (schema.type) {
    case "boolean":
      return v.boolean("give a boolean");
    case "array":
      return v.array(valueSchema(schema.items ?? { type: "string" }, parse), "give an array");
    case "string": {
      const type = "give a string";
      if (schema.enum) return v.pipe(v.string(type), v.values(schema.enum, instead));
      if (schema.pattern) return v.pipe(v.string(type), v.regex(new RegExp(schema.pattern), instead), parses());
      return v.pipe(v.string(type), parses());
    }
    default:
      return v.pipe(v.number("give a number"), parses<number>(), ...bounds(schema));
  }
}

/** The bounds that `parse` has, for the published schema. */
function bounds({
  type,
  minimum,
  maximum,
  exclusiveMinimum,
}: ValueSchema): v.PipeItem<number, number, v.BaseIssue<unknown>>[] {
  return [
    ...(type === "integer" ? [v.integer<number>()] : []),
    ...(minimum === undefined ? [] : [v.minValue<number, number>(minimum)]),
    ...(maximum === undefined ? [] : [v.maxValue<number, number>(maximum)]),
    ...(exclusiveMinimum === undefined ? [] : [v.gtValue<number, number>(exclusiveMinimum)]),
  ];
}

/** What the command line would say of the value, null for nothing. */
function refusal(parse: Parse, value: unknown): string | null {
  try {
    parse?.(String(value));
    return null;
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    return error.message.replace(/^[A-Z]/, (letter) => letter.toLowerCase()).replace(/\.$/, "");
  }
}
