import { stat } from "node:fs/promises";
import { SeginfError } from "../errors.js";
import { isMissing, readFailure } from "./failure.js";

/** What tells whether a file is still the one that was read: its identity, its size, and when it last changed. */
export interface FileState {
  readonly identity: string;
}

/**
 * The state of a regular file; null for a pipe or a device, whose content cannot be read twice.
 *
 * @throws SeginfError where there is none
 */
export async function fileState(path: string): Promise<FileState | null> {
  const found = await stat(path, { bigint: true }).catch((cause) => {
    throw readFailure(path, cause);
  });
  if (!found.isFile()) return null;
  const { dev, ino, size, mtimeNs, ctimeNs } = found;
  return { identity: [dev, ino, size, mtimeNs, ctimeNs].join(" ") };
}

/** @throws SeginfError where the file is gone or another, or has changed since */
export async function requireUnchanged(path: string, since: FileState): Promise<void> {
  const now = await fileState(path).catch((error) => {
    if (isMissing(error instanceof SeginfError ? error.cause : error)) return null;
    throw error;
  });
  if (now?.identity === since.identity) return;
  throw new SeginfError("has changed since it was read, and is left as it is now", { file: path }, "run this again");
}
