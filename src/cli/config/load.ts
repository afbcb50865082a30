import leven from "leven";
import * as v from "valibot";
import { SeginfError } from "../../errors.js";
import { SETTINGS } from "../../options/settings.js";
import { type JsonPath, readJsonFile } from "../../storage/jsonFile.js";
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
    const [{ key, origin, value }] = issue.path as [v.ObjectPathItem];
    if (origin === "key") return fail([key], `there is no setting "${key}"`, nearest(key));
    return fail([key], `"${key}" is ${shown(value)}`, issue.message);
  }
  const given = Object.entries(top).filter(([key]) => key !== "$schema");
  return new Map(given.map(([key, value]) => [key, { value, line: file.lineOf([...at, key]) }]));
}

/** The value as it stands, cut where it is long. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function nearest(name: string): string {
  const distances = SETTINGS.map(({ key }) => ({ key, far: leven(name.toLowerCase(), key.toLowerCase()) }));
  const { key, far } = distances.reduce((best, one) => (one.far < best.far ? one : best));
  const list = "seginf config lists all settings";
  return far <= Math.max(2, key.length / 3) ? `did you mean "${key}"? ${list}` : list;
}
