import * as v from "valibot";
import { SeginfError } from "../../errors.js";
import { type JsonPath, readJsonFile } from "../../storage/jsonFile.js";
import { settingFault } from "./fault.js";
import type { Found } from "./find.js";
import { settingsSchema } from "./schema.js";

/** A value that a configuration file sets, and the line that does. */
export interface SetValue {
  readonly value: unknown;
  readonly line: number;
}

/** What a configuration file sets, by key; paths as they are given there. */
export type Settings = ReadonlyMap<string, SetValue>;

/**
 * Reads and checks a configuration file: JSON, with comments in a seginf.config.json.
 *
 * @param name what messages call the file
 * @throws SeginfError with the line of what is wrong
 */
export async function loadSettings({ path, key }: Found, name = path): Promise<Settings> {
  const file = await readJsonFile(path, { comments: key === null, hint: "check the path given with --config", name });
  const at: JsonPath = key === null ? [] : [key];
  const top = key === null ? file.value : (file.value as Record<string, unknown>)[key];
  const fail = (keys: JsonPath, what: string, hint: string): never => {
    throw new SeginfError(what, { file: name, line: file.lineOf([...at, ...keys]) }, hint);
  };
  if (typeof top !== "object" || top === null || Array.isArray(top)) {
    return fail([], "settings must be an object", 'write { "lambda": 1 } and the like');
  }
  const { issues } = v.safeParse(settingsSchema, top, { abortEarly: true });
  const [issue] = issues ?? [];
  if (issue) {
    const [item] = issue.path as [v.ObjectPathItem];
    return fail([item.key], ...settingFault(item, issue.message));
  }
  const given = Object.entries(top).filter(([key]) => key !== "$schema");
  return new Map(given.map(([key, value]) => [key, { value, line: file.lineOf([...at, key]) }]));
}
