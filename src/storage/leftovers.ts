import { lstat, readdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "./failure.js";

/** Names of the temporary files that a killed run may leave behind: the run's process number stands in them. */
export const TEMPORARY_NAME = /^\.seginf-(\d+)-[0-9a-f]{16}\.tmp$/;

/** Milliseconds after which a temporary file that nobody writes to is no longer one of a run elsewhere. */
const OLD = 60 * 60 * 1000;

/** Files that were removed. */
export interface Removed {
  readonly count: number;
  readonly bytes: number;
}

/**
 * Removes what killed runs left in a directory: temporary files that nobody has written to for an hour, and whose process
 * does not run here. A run in another container or on another machine may share the directory, so age alone counts for those.
 */
export async function removeLeftovers(directory: string): Promise<Removed> {
  const now = performance.timeOrigin + performance.now();
  let [count, bytes] = [0, 0];
  for (const name of await readdir(directory).catch(() => [])) {
    const process = TEMPORARY_NAME.exec(name)?.[1];
    if (process === undefined || isRunning(Number(process))) continue;
    const path = join(directory, name);
    const found = await lstat(path).catch(() => undefined);
    if (!found?.isFile() || now - found.mtimeMs < OLD) continue;
    const isGone = await unlink(path).then(
      () => true,
      () => false,
    );
    if (isGone) [count, bytes] = [count + 1, bytes + found.size];
  }
  return { count, bytes };
}

/** Whether there is such a process here, whoever owns it. */
function isRunning(pid: number): boolean {
  try {
    // Signal 0 only asks. Numbers below 1 would ask groups.
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}
