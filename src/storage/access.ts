import { execFile } from "node:child_process";
import type { Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { promisify } from "node:util";
import { SeginfError } from "../errors.js";
import { codeOf } from "./failure.js";

/**
 * Gives a new file the owner and the mode of the one that it is to replace: before it has content, so that at no time
 * somebody can read it who could not read the other.
 *
 * @throws SeginfError where the owner cannot be kept
 */
export async function takeOver(handle: FileHandle, existing: Stats, path: string): Promise<void> {
  const own = await handle.stat();
  if (own.uid !== existing.uid || own.gid !== existing.gid) {
    await handle.chown(existing.uid, existing.gid).catch((cause) => {
      if (codeOf(cause) !== "EPERM") throw cause;
      const what = "belongs to another user or group, which a file in its place would not";
      throw new SeginfError(what, { file: path }, "write to another file, or run this as its owner", { cause });
    });
  }
  // Not as a mode for open(), which would lose the bits of the umask; after chown(), which clears some.
  await handle.chmod(existing.mode & 0o7777);
}

/**
 * Refuses a file with an access control list, which a file in its place would not have. Node cannot read these; ls marks
 * them by a "+" after the mode, and where there is no ls none are looked for.
 *
 * @param ls the program
 * @throws SeginfError
 */
export async function requireNoAccessList(path: string, ls = "ls"): Promise<void> {
  const listed = await promisify(execFile)(ls, ["-ldL", "--", path]).catch(() => ({ stdout: "" }));
  if (!/^\S{10}\+/.test(listed.stdout)) return;
  const what = "has an access control list, which a file in its place would not have";
  throw new SeginfError(what, { file: path }, "write to another file and copy its content over this one");
}
