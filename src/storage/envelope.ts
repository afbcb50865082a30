import { SeginfError } from "../errors.js";

/** Why a sealed file was not opened. */
export type Refusal = "missing" | "unreadable" | "empty" | "foreign" | "newer" | "older" | "truncated" | "edited";

/** A sealed file that was refused; the reason is there for callers that can do without the file. */
export class SealedFileError extends SeginfError {
  constructor(
    readonly refusal: Refusal,
    path: string,
    what: string,
    hint: string,
    options?: { cause?: unknown },
  ) {
    super(what, { file: path }, hint, options);
  }
}

/** What a file says of itself and what its reader expects. */
export interface SealKind {
  /** Lower-case letters, digits and hyphens: "model". */
  readonly kind: string;
  /** Of the content's layout, from 1; raised whenever an older reader would misread the file. */
  readonly version: number;
}

/** The lines before the header. All lengths in bytes. */
export interface Preamble {
  readonly digest: string;
  /** Of the preamble itself. */
  readonly length: number;
  /** Of the whole file. */
  readonly total: number;
  /** Of the header, which is JSON and follows the preamble at once. */
  readonly header: number;
}

/** No preamble is longer than this. */
export const MOST_PREAMBLE = 256;

const LENGTH_DIGITS = 15;

/** The preamble's two halves: the digest stands between them and covers both, and all that follows. */
export function preambleParts({ kind, version }: SealKind, total: number, header: number): [string, string] {
  const digits = (length: number): string => String(length).padStart(LENGTH_DIGITS, "0");
  return [`seginf-${kind} ${version}\nsha256 `, `\nbytes ${digits(total)} header ${digits(header)}\n`];
}

/** Length of the preamble that `preambleParts` and a digest make. */
export function preambleLength(expected: SealKind): number {
  const [before, after] = preambleParts(expected, 0, 0);
  return before.length + 64 + after.length;
}

/**
 * Reads the preamble from the first bytes of a file (MOST_PREAMBLE of them, or all).
 * @param size of the whole file
 * @throws SealedFileError when the file is not what is expected
 */
export function readPreamble(path: string, head: Uint8Array, size: number, expected: SealKind): Preamble {
  const article = `a seginf ${expected.kind} file`;
  const again = `make the ${expected.kind} file again, or copy it again from where it came`;
  const refuse = (refusal: Refusal, what: string, hint: string): SealedFileError =>
    new SealedFileError(refusal, path, what, hint);
  if (size === 0) throw refuse("empty", `is empty, not ${article}`, again);

  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString("latin1");
  const magic = /^seginf-([a-z0-9-]{1,60}) (\d{1,9})\n/.exec(text);
  if (magic === null) {
    if (preambleParts(expected, 0, 0)[0].startsWith(text))
      throw refuse("truncated", `is cut off: only the first bytes of ${article}`, again);
    throw refuse("foreign", `is not ${article}`, `give a ${expected.kind} file that seginf wrote`);
  }
  if (magic[1] !== expected.kind) {
    throw refuse("foreign", `is a seginf ${magic[1]} file, not ${article}`, `give a ${expected.kind} file`);
  }
  const version = Number(magic[2]);
  if (version > expected.version) {
    const what = `is ${article} of version ${version}, and this seginf reads version ${expected.version}`;
    throw refuse("newer", what, "update seginf");
  }
  if (version < expected.version || String(version) !== magic[2]) {
    const what = `is ${article} of version ${magic[2]}, and this seginf reads version ${expected.version} only`;
    throw refuse("older", what, `make the ${expected.kind} file again`);
  }

  const whole = /^[^\n]*\nsha256 ([0-9a-f]{64})\nbytes (\d{15}) header (\d{15})\n/.exec(text);
  if (whole === null) {
    if (size < preambleLength(expected))
      throw refuse("truncated", `is cut off: only the first bytes of ${article}`, again);
    throw refuse("edited", "is damaged: its first lines were changed", again);
  }
  const preamble = { digest: whole[1]!, length: whole[0].length, total: Number(whole[2]), header: Number(whole[3]) };
  if (size < preamble.total) {
    throw refuse("truncated", `is cut off: ${size} of ${preamble.total} bytes are there`, again);
  }
  if (size > preamble.total || preamble.length + preamble.header > size) {
    throw refuse("edited", "is damaged: its length is not the one that it was written with", again);
  }
  return preamble;
}

/** The refusal of a file whose bytes are not the ones that were sealed. */
export function editedError(path: string, kind: string, cause?: unknown): SealedFileError {
  return damagedError(path, kind, "its content does not match its checksum", cause);
}

/** The refusal of a file that was sealed with what seginf does not write: a checksum does not say by whom. */
export function shapelessError(path: string, kind: string, cause?: unknown): SealedFileError {
  return damagedError(path, kind, "its header is not one that seginf writes", cause);
}

function damagedError(path: string, kind: string, why: string, cause: unknown): SealedFileError {
  const hint = `make the ${kind} file again, or copy it again from where it came`;
  return new SealedFileError("edited", path, `is damaged: ${why}`, hint, { cause });
}
