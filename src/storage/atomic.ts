import { randomBytes } from "node:crypto";
import { type Stats, unlinkSync } from "node:fs";
import {
  access,
  constants,
  type FileHandle,
  lstat,
  open,
  readlink,
  realpath,
  rename,
  stat,
  unlink,
} from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { SeginfError } from "../errors.js";
import { requireNoAccessList, takeOver } from "./access.js";
import { codeOf, notAFile, writeFailure } from "./failure.js";
import { type FileState, requireUnchanged } from "./fileState.js";
import { type Chunks, writeChunks } from "./writeChunks.js";

/** An open descriptor by its name: to replace the file behind it would leave the descriptor's owner with the old one. */
const DESCRIPTOR = /^\/dev\/(?:stdin|stdout|stderr|fd\/\d+)$|^\/proc\/[^/]+\/fd\/\d+$/;

const MOST_LINKS = 40;
/** The mode of a temporary file until it has that of the file that it replaces. */
const PRIVATE = 0o600;
const unfinished = new Set<string>();

/**
 * Writes a file so that its name always stands for either the old content or the whole new one: into a temporary file
 * in the same directory, synced, then renamed over it. An existing file keeps its owner, its mode and, if it is a symbolic link, the link; other hard
 * links to it keep the old content. Pipes, terminals and devices cannot be replaced and are written directly.
 * @throws SeginfError naming the file when it cannot be written; whatever `chunks` throws, as it is. Either way
 * nothing is left behind.
 * @param since the file as it was when its content was read: it is replaced only if it is still that, and has no access
 * control list, which would be lost
 */
export async function writeAtomically(path: string, chunks: Chunks, since?: FileState): Promise<void> {
  const place = await inUserTerms(path, () => findPlace(path));
  if (place.direct) {
    const handle = await inUserTerms(path, () => open(place.path, constants.O_WRONLY | constants.O_APPEND));
    await closing(path, handle, () => writeChunks(handle, chunks, path));
    return;
  }
  const temporary = join(dirname(place.path), `.seginf-${process.pid}-${randomBytes(8).toString("hex")}.tmp`);
  unfinished.add(temporary);
  try {
    const { existing } = place;
    if (since) await requireNoAccessList(place.path);
    const handle = await inUserTerms(path, () => open(temporary, "wx", existing ? PRIVATE : undefined));
    await closing(path, handle, async () => {
      if (existing) await inUserTerms(path, () => takeOver(handle, existing, path));
      await writeChunks(handle, chunks, path);
      await inUserTerms(path, () => handle.sync());
    });
    if (since) await requireUnchanged(path, since);
    await inUserTerms(path, () => rename(temporary, place.path));
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  } finally {
    unfinished.delete(temporary);
  }
}

/** Removes the temporary files of writes under way, at once: for a handler of SIGINT that is about to exit. */
export function abandonWrites(): void {
  for (const temporary of unfinished) {
    try {
      unlinkSync(temporary);
    } catch {
      // Not created yet, or already renamed; no other failure can be reported.
    }
  }
  unfinished.clear();
}

interface WritePlace {
  readonly path: string;
  readonly direct: boolean;
  /** The file that is replaced. */
  readonly existing?: Stats;
}

async function findPlace(path: string): Promise<WritePlace> {
  if (DESCRIPTOR.test(path)) return { path, direct: true };
  if (path === "" || /[\\/]$/.test(path)) throw notAFile();
  let existing: Stats;
  try {
    existing = await stat(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    return { path: await targetOfLinks(path), direct: false };
  }
  if (existing.isDirectory()) throw notAFile();
  if (!existing.isFile()) return { path, direct: true };
  // A rename asks for no permission on the file that it replaces; a file that was made read-only shall stay.
  await access(path, constants.W_OK);
  return { path: await realpath(path), direct: false, existing };
}

/** Where a link whose target does not exist yet leads in the end; any other path as it is. */
export async function targetOfLinks(path: string): Promise<string> {
  let target = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const entry = await lstat(target).catch(() => undefined);
    if (!entry?.isSymbolicLink()) return target;
    target = resolve(dirname(target), await readlink(target));
  }
  throw Object.assign(new Error("too many links"), { code: "ELOOP" });
}

async function closing(path: string, handle: FileHandle, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    await handle.close().catch(() => {});
    throw error;
  }
  // Some file systems report a full disk only here.
  await inUserTerms(path, () => handle.close());
}

async function inUserTerms<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SeginfError || codeOf(error) === "") throw error;
    throw writeFailure(path, error);
  }
}
