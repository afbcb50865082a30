import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { SeginfError } from "../errors.js";

/** Whether an argument may be a pattern (`*`, `?`, `**`, `[a-z]`, `{a,b}`) rather than the name of a file. */
export function isPattern(source: string): boolean {
  return /[*?[{]|!\(|\+\(|@\(/.test(source);
}

/**
 * The files that an argument names: itself, unless it is a pattern and no file is called so. In the order of their names,
 * told as the pattern is: from the directory, or absolute.
 *
 * @param directory where names count from; the working directory where it is left out
 * @throws SeginfError where no file matches
 */
export async function expandFiles(source: string, directory = ""): Promise<readonly string[]> {
  if (!isPattern(source) || existsSync(isAbsolute(source) ? source : join(directory, source))) return [source];
  const { glob } = await import("tinyglobby");
  const found = await glob([source], {
    expandDirectories: false,
    absolute: isAbsolute(source),
    ...(directory !== "" && { cwd: directory }),
  });
  if (found.length > 0) return found.sort((a, b) => (a < b ? -1 : 1));
  throw new SeginfError("no file matches the pattern", { file: source }, "check it, and quote it against the shell");
}
