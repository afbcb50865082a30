import { InvalidArgumentError } from "commander";
import leven from "leven";
import { SeginfError } from "../../errors.js";
import { SETTINGS, type Setting } from "../../options/settings.js";
import { type JsonPath, readJsonFile } from "../../storage/jsonFile.js";
import type { Found } from "./find.js";

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
    return fail([], "settings are an object", 'write { "lambda": 1 } and the like');
  }
  const settings = new Map<string, SetValue>();
  for (const [name, given] of Object.entries(top)) {
    if (name === "$schema") continue;
    const setting = SETTINGS.find(({ key }) => key === name);
    if (!setting) return fail([name], `there is no setting "${name}"`, nearest(name));
    const wrong = whatIsWrong(setting, given);
    if (wrong !== null) fail([name], `"${name}" is ${JSON.stringify(given)}`, wrong);
    settings.set(name, { value: given, line: file.lineOf([...at, name]) });
  }
  return settings;
}

function nearest(name: string): string {
  const distances = SETTINGS.map(({ key }) => ({ key, far: leven(name.toLowerCase(), key.toLowerCase()) }));
  const { key, far } = distances.reduce((best, one) => (one.far < best.far ? one : best));
  const list = "seginf config lists what there is";
  return far <= Math.max(2, key.length / 3) ? `did you mean "${key}"? ${list}` : list;
}

/** What to give instead of the value, or null where it is right. */
function whatIsWrong({ kind, canBeFalse }: Setting, given: unknown): string | null {
  if (given === false && canBeFalse) return null;
  if (!kind.isList) return wrongWith(kind.schema.type, kind.parse, given);
  if (!Array.isArray(given)) return "give an array";
  for (const one of given) {
    const wrong = wrongWith(kind.schema.items?.type, kind.parse, one);
    if (wrong !== null) return wrong;
  }
  return null;
}

function wrongWith(type: string | undefined, parse: Setting["kind"]["parse"], given: unknown): string | null {
  const expected = type === "integer" ? "number" : type;
  if (typeof given !== expected) return `give a ${expected}`;
  try {
    // What the command line would say of it; a flag has two values, and both are right.
    parse?.(String(given));
    return null;
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    return error.message.replace(/^[A-Z]/, (letter) => letter.toLowerCase()).replace(/\.$/, "");
  }
}
