import type { FileHandle } from "node:fs/promises";
import { writeFailure } from "./failure.js";

/** What can be written: text (as UTF-8) or bytes, at once or as it comes. */
export type Chunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** Text is gathered up to this many characters, so that a chunk a line does not become a system call a line. */
const GATHERED = 1 << 16;

/** Node takes a length of less than 2 GiB at a time. */
const MOST_BYTES = 1 << 30;

/** Writes chunks one after the other. A failed write throws SeginfError naming `path`; errors of `chunks` pass. */
export async function writeChunks(handle: FileHandle, chunks: Chunks, path: string): Promise<void> {
  let gathered = "";
  for await (const chunk of chunks) {
    if (typeof chunk === "string") {
      gathered += chunk;
      if (gathered.length < GATHERED) continue;
      await writeBytes(handle, Buffer.from(gathered), path);
      gathered = "";
    } else {
      if (gathered !== "") await writeBytes(handle, Buffer.from(gathered), path);
      gathered = "";
      await writeBytes(handle, chunk, path);
    }
  }
  if (gathered !== "") await writeBytes(handle, Buffer.from(gathered), path);
}

async function writeBytes(handle: FileHandle, bytes: Uint8Array, path: string): Promise<void> {
  try {
    for (let offset = 0; offset < bytes.length; ) {
      const length = Math.min(bytes.length - offset, MOST_BYTES);
      offset += (await handle.write(bytes, offset, length)).bytesWritten;
    }
  } catch (error) {
    throw writeFailure(path, error);
  }
}
