import { type Kind, path, pathOrCrossFit, type ValueSchema } from "./kinds.js";
import { keyOf, type Row } from "./row.js";
import { OPTIONS } from "./table.js";

/** What a configuration file may hold under one key. */
export interface Setting {
  readonly key: string;
  readonly kind: Kind<unknown>;
  /** Whether it may be false, as the --no- form makes it. */
  readonly canBeFalse: boolean;
  readonly help: string;
  /** What it is where nobody sets it, or words for that; undefined for nothing. */
  readonly default: unknown;
  readonly unset: string | undefined;
}

/** Arguments that a configuration file may hold for a command line that names none of them. */
export const FILE_SETTINGS = {
  train: "the corpus to audit",
  reference: "a corpus of the same kind that you trust more",
} as const;

export type FileSetting = keyof typeof FILE_SETTINGS;

/** Everything that a configuration file may hold: the files, then the options in the order of the table. */
export const SETTINGS: readonly Setting[] = [...fileSettings(), ...optionSettings(OPTIONS)];

function fileSettings(): Setting[] {
  const rest = { canBeFalse: false, default: undefined, unset: undefined };
  const crossFit = "; or cross-fit, or cross-fit=K: the first itself, in K folds";
  return [
    { key: "train", help: FILE_SETTINGS.train, kind: path, ...rest },
    { key: "reference", help: `${FILE_SETTINGS.reference}${crossFit}`, kind: pathOrCrossFit, ...rest },
  ];
}

function optionSettings(rows: readonly Row[]): Setting[] {
  const settings = new Map<string, Setting>();
  for (const { flags, kind, help, details } of rows) {
    const key = keyOf(flags);
    if (details.onlyCommandLine || settings.has(key)) continue;
    const { default: value, unset, negated } = details;
    settings.set(key, { key, kind, canBeFalse: negated !== undefined, help, default: value, unset });
  }
  return [...settings.values()];
}

/** The JSON Schema of a setting. */
export function schemaOf({ kind, canBeFalse, help, default: value, unset }: Setting): object {
  const words = value === undefined && unset !== undefined ? ` (default: ${unset})` : "";
  const schema: ValueSchema | { anyOf: readonly object[] } = canBeFalse
    ? { anyOf: [kind.schema, { const: false }] }
    : kind.schema;
  return { description: `${help}${words}`, ...schema, ...(value === undefined ? {} : { default: value }) };
}

/** The JSON Schema of configuration files, docs/seginf.config.schema.json. */
export function configSchema(): object {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:seginf:config:1",
    title: "seginf.config.json",
    description:
      'Settings of seginf, in seginf.config.json or under "seginf" in package.json. Paths count from the directory of the file. The command line goes before it.',
    type: "object",
    properties: {
      $schema: { type: "string", description: "where editors find this schema" },
      ...Object.fromEntries(SETTINGS.map((setting) => [setting.key, schemaOf(setting)])),
    },
    additionalProperties: false,
  };
}
