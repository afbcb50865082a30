import { defineCommand } from "../cli/command.js";
import { type Configuration, configurationFor } from "../cli/config/effective.js";
import { CONFIG_NAME } from "../cli/config/find.js";
import { encoded } from "../findings/encode.js";
import { SETTINGS } from "../options/settings.js";

/** A setting as it applies to a run, and where it is set. */
interface Effective {
  readonly key: string;
  /** Null where nobody sets it and there is no default. */
  readonly value: unknown;
  readonly source: "file" | "default";
  /** The line of the file. */
  readonly line: number | null;
}

export const config = defineCommand({
  name: "config",
  summary: "print the effective settings",
  description: "print the effective settings, and where each comes from",
  arguments: [],
  examples: ["seginf config", "seginf config --format json | jq .settings.lambda"],
  async run(context, _, flags) {
    const output = context.output(flags.quiet);
    const configuration = await configurationFor(context.host.cwd(), flags.config);
    const settings = effective(configuration);
    const { file } = configuration;
    await output.write([flags.format === "json" ? json(file, settings) : table(file, settings)]);
    if (file === null) output.note(`no ${CONFIG_NAME}, and no "seginf" in a package.json, here or above`);
  },
});

function effective({ values }: Configuration): Effective[] {
  return SETTINGS.map(({ key, default: value = null }) => {
    const set = values.get(key);
    return set
      ? { key, value: set.value, source: "file", line: set.line }
      : { key, value, source: "default", line: null };
  });
}

function json(file: string | null, settings: readonly Effective[]): string {
  const byKey = Object.fromEntries(settings.map(({ key, ...rest }) => [key, rest]));
  return `${encoded({ file, settings: byKey }, 2)}\n`;
}

/** Three columns: key, value as JSON ("-" for none), source. */
function table(file: string | null, settings: readonly Effective[]): string {
  const rows = settings.map(({ key, value, source, line }) => ({
    key,
    value: value === null ? "-" : encoded(value),
    source: source === "file" ? `${file}:${line}` : source,
  }));
  const keys = Math.max(...rows.map(({ key }) => key.length));
  const values = Math.max(...rows.map(({ value }) => value.length));
  return rows.map(({ key, value, source }) => `${key.padEnd(keys)}  ${value.padEnd(values)}  ${source}\n`).join("");
}
