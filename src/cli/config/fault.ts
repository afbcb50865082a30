import leven from "leven";
import type * as v from "valibot";
import { SETTINGS } from "../../options/settings.js";

/**
 * What is wrong with a setting, and what to do about it.
 *
 * @param item the part of an issue's path that leads to the setting
 * @param message what to give instead
 * @param known the settings that may stand there
 */
export function settingFault(
  { key, origin, value }: Pick<v.ObjectPathItem, "key" | "origin" | "value">,
  message: string,
  known: readonly string[] = SETTINGS.map((setting) => setting.key),
): readonly [what: string, hint: string] {
  if (origin === "key") return [`there is no setting "${key}"`, nearest(key, known)];
  return [`"${key}" is ${shown(value)}`, message];
}

/** The value as it stands, cut where it is long. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function nearest(name: string, known: readonly string[]): string {
  const distances = known.map((key) => ({ key, far: leven(name.toLowerCase(), key.toLowerCase()) }));
  const { key, far } = distances.reduce((best, one) => (one.far < best.far ? one : best));
  const list = "seginf config lists all settings";
  return far <= Math.max(2, key.length / 3) ? `did you mean "${key}"? ${list}` : list;
}
