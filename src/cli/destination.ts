import { access, constants, realpath, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { SeginfError } from "../errors.js";
import { codeOf, notAFile, writeFailure } from "../storage/failure.js";

/**
 * Makes sure, before minutes of work, that their result can be written.
 *
 * @throws SeginfError naming the place
 */
export async function requireWritable(path: string): Promise<void> {
  if (path === "") throw new SeginfError("an output has no name", {}, "give the name of a file");
  const existing = await stat(path).catch(() => undefined);
  // Pipes, terminals and devices take what they are given.
  if (existing && !existing.isFile() && !existing.isDirectory()) return;
  try {
    if (existing?.isDirectory() || /[\\/]$/.test(path)) throw notAFile();
    if (existing) await access(path, constants.W_OK);
    await access(dirname(existing ? await realpath(path) : path), constants.W_OK | constants.X_OK);
  } catch (error) {
    if (codeOf(error) === "") throw error;
    throw writeFailure(path, error);
  }
}

/** Whether a name in an argument is a file that was given: the same name, another way to the same path, or standard input. */
export function sameFile(typed: string, file: string): boolean {
  if (file === "-") return typed === "-" || typed === "<stdin>";
  return typed === file || resolve(typed) === resolve(file);
}
