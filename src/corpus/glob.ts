import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import { SeginfError } from "../errors.js";

/**
 * The files that an argument names: itself, unless it is a pattern (`*`, `?`, `**`, `[a-z]`, `{a,b}`) and no file is called
 * so. In the order of their names, told as the pattern is: from the working directory, or absolute.
 *
 * @throws SeginfError where no file matches
 */
export async function expandFiles(source: string): Promise<readonly string[]> {
  if (!/[*?[{]|!\(|\+\(|@\(/.test(source) || existsSync(source)) return [source];
  const { glob } = await import("tinyglobby");
  const found = await glob([source], { expandDirectories: false, absolute: isAbsolute(source) });
  if (found.length > 0) return found.sort((a, b) => (a < b ? -1 : 1));
  throw new SeginfError("no file matches the pattern", { file: source }, "check it, and quote it against the shell");
}
