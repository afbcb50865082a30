import { open, stat, unlink } from "node:fs/promises";
import { codeOf, writeFailure } from "./failure.js";

/** A lock is held for as long as a small file is read and written: one that is older was left by a run that was killed. */
const STALE_MS = 5_000;
const PAUSE_MS = 20;

/**
 * Does work on a file that no other run does at the same time, by a file beside it whose name ends in ".lock".
 *
 * @throws SeginfError where no file can be made there; whatever the work throws
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`;
  for (;;) {
    try {
      await (await open(lock, "wx")).close();
      break;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw writeFailure(lock, error);
      if (await isStale(lock)) await unlink(lock).catch(() => {});
      else await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
  }
  try {
    return await work();
  } finally {
    await unlink(lock).catch(() => {});
  }
}

async function isStale(lock: string): Promise<boolean> {
  const found = await stat(lock).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > STALE_MS;
}
