import { type FileHandle, open } from "node:fs/promises";
import { SealedFileError } from "./envelope.js";
import { codeOf, isMissing, readFailureWords } from "./failure.js";

/** A file that is open for reading from its beginning. */
export interface ReadSource {
  /** Bytes of the whole file. */
  readonly size: number;
  /** The first `length` bytes (fewer where the file is shorter), in a buffer of their own. */
  read(length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Node takes a length of less than 2 GiB at a time. */
const MOST_BYTES = 1 << 30;

/**
 * Opens a regular file, or takes in all of a pipe.
 * @throws SealedFileError (missing or unreadable)
 */
export async function openToRead(path: string, kind: string): Promise<ReadSource> {
  const explained = <T>(work: Promise<T>): Promise<T> =>
    work.catch((cause) => {
      const [what, hint] = readFailureWords(cause, `give a ${kind} file`);
      // Stale: on a network file system, another machine has just replaced the file.
      const isGone = isMissing(cause) || codeOf(cause) === "ESTALE";
      throw new SealedFileError(isGone ? "missing" : "unreadable", path, what, hint, { cause });
    });
  const handle = await explained(open(path, "r"));
  try {
    const stat = await explained(handle.stat());
    if (stat.isFile()) {
      const read = (length: number): Promise<Uint8Array> => explained(readFirst(handle, Math.min(length, stat.size)));
      return { size: stat.size, read, close: () => handle.close() };
    }
    const all = new Uint8Array(await explained(handle.readFile()));
    return { size: all.length, read: async (length) => all.subarray(0, length), close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readFirst(handle: FileHandle, length: number): Promise<Uint8Array> {
  // An ArrayBuffer of its own, not a slice of Node's pool: sections are views that need its alignment.
  const bytes = new Uint8Array(new ArrayBuffer(length));
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, Math.min(length - filled, MOST_BYTES), filled);
    if (bytesRead === 0) return bytes.slice(0, filled);
    filled += bytesRead;
  }
  return bytes;
}
