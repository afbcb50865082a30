import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { SETTINGS, type Setting } from "../../options/settings.js";
import { type Found, findConfig } from "./find.js";

/** A value from a configuration file, ready to use: paths count from the working directory. */
export interface Configured {
  readonly value: unknown;
  readonly line: number;
}

/** The settings that hold for a run. */
export interface Configuration {
  /** The file that they come from, as a path from the working directory; null where there is none. */
  readonly file: string | null;
  readonly values: ReadonlyMap<string, Configured>;
}

const NONE: Configuration = { file: null, values: new Map() };

/**
 * The configuration for a run in `directory`.
 *
 * @param choice the user's --config: a file, false for --no-config, undefined for the nearest
 * @throws SeginfError with the line of what is wrong in the file
 */
export async function configurationFor(directory: string, choice: string | false | undefined): Promise<Configuration> {
  if (choice === false) return NONE;
  const found = typeof choice === "string" ? named(resolve(directory, choice)) : findConfig(directory);
  if (!found) return NONE;
  const file = typeof choice === "string" ? choice : relative(directory, found.path);
  // Loaded late: most runs have no such file, and start-up counts.
  const { loadSettings } = await import("./load.js");
  const values = new Map<string, Configured>();
  for (const [key, { value, line }] of await loadSettings(found, file)) {
    const setting = SETTINGS.find((one) => one.key === key) as Setting;
    values.set(key, { value: located(setting, value, dirname(found.path), directory), line });
  }
  return { file, values };
}

function named(path: string): Found {
  return { path, key: /(?:^|[\\/])package\.json$/.test(path) ? "seginf" : null };
}

function located(setting: Setting, value: unknown, from: string, directory: string): unknown {
  if (Array.isArray(value)) return value.map((one) => located(setting, one, from, directory));
  const { relocate } = setting.kind;
  if (!relocate || typeof value !== "string") return value;
  return relocate(value, (path) => {
    return path === "-" || isAbsolute(path) ? path : relative(directory, join(from, path)) || ".";
  });
}
