import { SeginfError } from "../errors.js";

/** The code of a file system error ("ENOENT"), "" for anything else. */
export function codeOf(error: unknown): string {
  // By shape, not by class: an error of another realm (a worker, a test's sandbox) is no instance of this one's Error.
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}

/** Whether the error says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes(codeOf(error));
}

/** The error of a name that cannot be a file's, as the file system gives it for a directory. */
export function notAFile(): Error {
  return Object.assign(new Error("not the name of a file"), { code: "EISDIR" });
}

type Words = readonly [what: string, hint: string];

/** What the file system's codes, and zlib's, mean to someone who wants to read a file, and what to do about it. */
const READ_FAILURES: Readonly<Record<string, Words>> = {
  ENOENT: ["no such file", "check the path"],
  ENOTDIR: ["no such file", "check the path"],
  EISDIR: ["this is a directory", "name a file in it"],
  EACCES: ["no permission to read it", "change its permissions"],
  EPERM: ["no permission to read it", "change its permissions"],
  Z_BUF_ERROR: ["the gzip stream ends too soon", "the file is cut short: get it again"],
  Z_DATA_ERROR: ["the gzip stream is corrupt", "get the file again"],
};

/** A failed read as a clause, and a hint: `otherwise` where the code has none. */
export function readFailureWords(cause: unknown, otherwise = ""): Words {
  const code = codeOf(cause);
  return READ_FAILURES[code] ?? [`it cannot be read (${code || String(cause)})`, otherwise];
}

/**
 * The user's view of a failed read.
 *
 * @param ifMissing what to do about a file that is not there
 */
export function readFailure(file: string, cause: unknown, ifMissing = ""): SeginfError {
  const [what, hint] = readFailureWords(cause);
  return new SeginfError(what, { file }, (isMissing(cause) && ifMissing) || hint, { cause });
}

/** What the file system's codes mean to someone who wants to write a file, and what to do about it. */
const WRITE_FAILURES: Readonly<Record<string, Words>> = {
  ENOENT: ["cannot be written: its directory does not exist", "create the directory first"],
  ENOTDIR: ["cannot be written: a part of its path is not a directory", "check the path"],
  EISDIR: ["is a directory", "give the name of a file"],
  EACCES: ["cannot be written: permission denied", "choose another place or change the permissions"],
  EPERM: ["cannot be written: permission denied", "choose another place or change the permissions"],
  EROFS: ["cannot be written: the file system is read-only", "choose another place"],
  ENOSPC: ["cannot be written: the disk is full", "free some space or choose another place"],
  EDQUOT: ["cannot be written: the disk quota is used up", "free some space or choose another place"],
  EFBIG: ["cannot be written: the file would be larger than allowed", "raise the limit or choose another place"],
  ENAMETOOLONG: ["cannot be written: the name is too long", "give a shorter name"],
  ELOOP: ["cannot be written: its symbolic links lead in a circle", "check the links"],
  EPIPE: ["was closed by its reader before everything was written", "keep the reader running to the end"],
  ERR_INVALID_ARG_VALUE: ["is not the name of a file", "check the path"],
};

/** The user's view of a failed write. */
export function writeFailure(path: string, cause: unknown): SeginfError {
  const code = codeOf(cause);
  const [what, hint] = WRITE_FAILURES[code] ?? [`cannot be written (${code})`, "choose another place"];
  return new SeginfError(what, { file: path }, hint, { cause });
}
