import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { codeOf } from "./failure.js";

/**
 * Makes a directory and those above it that are missing. Not mkdir's `recursive`, which tries for ever where a parent is
 * there and takes nothing (/proc): Node 20.
 *
 * @throws the system's error where one of them cannot be made, or is no directory
 */
export async function makeDirectories(path: string, mode: number): Promise<void> {
  const directory = resolve(path);
  try {
    await mkdir(directory, { mode });
  } catch (error) {
    if (codeOf(error) === "EEXIST" && (await stat(directory)).isDirectory()) return;
    if (codeOf(error) !== "ENOENT" || dirname(directory) === directory) throw error;
    await makeDirectories(dirname(directory), mode);
    await mkdir(directory, { mode }).catch((again: unknown) => {
      // Another run may have made it in the meantime.
      if (codeOf(again) !== "EEXIST") throw again;
    });
  }
}
