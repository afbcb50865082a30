import { open, realpath, unlink } from "node:fs/promises";
import { targetOfLinks } from "./atomic.js";
import { codeOf, writeFailure } from "./failure.js";
import { fileState } from "./fileState.js";

const PAUSE_MS = 20;
/** A lock is held for as long as a small file is read and written: one that stays this long was left by a killed run. */
const MOST_PAUSES = 100;

/**
 * Does work on a file that no other run does at the same time, by a file next to it whose name ends in ".lock".
 *
 * @throws SeginfError where no file can be made there; whatever the work throws
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  // A link and the file that it leads to have one lock.
  const lock = `${await realpath(path).catch(() => targetOfLinks(path))}.lock`;
  let met = "";
  for (let pauses = 0; ; pauses++) {
    try {
      await (await open(lock, "wx")).close();
      break;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw writeFailure(lock, error);
      const holder = await identityOf(lock);
      if (holder !== met) pauses = 0;
      met = holder;
      if (pauses >= MOST_PAUSES) await unlink(lock).catch(() => {});
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
  }
  try {
    return await work();
  } finally {
    await unlink(lock).catch(() => {});
  }
}

async function identityOf(lock: string): Promise<string> {
  return (await fileState(lock).catch(() => null))?.identity ?? "";
}
