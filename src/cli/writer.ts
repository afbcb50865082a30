import type { Writable } from "node:stream";
import { SeginfError } from "../errors.js";

/** Small chunks are gathered up to this many characters before they are written. */
const GATHERED = 1 << 16;

/**
 * A way to write to a standard stream at its reader's pace. It ends quietly once the reader has gone.
 *
 * @throws SeginfError (the writer does) where the stream takes no more for another reason
 */
export function createWriter(stream: Writable): (chunks: Iterable<string | Uint8Array>) => Promise<void> {
  let failure: Error | undefined;
  // Stays for good: a pipe may report its end after the last write has returned.
  stream.on("error", (error) => {
    failure ??= error;
  });

  /** Resolves when the stream has taken the text, which is its backpressure; whether it did stands in `failure`. */
  const send = (text: string | Uint8Array): Promise<void> =>
    new Promise((resolve) => {
      stream.write(text, (error) => {
        if (error) failure ??= error;
        resolve();
      });
    });

  return async (chunks) => {
    for (const piece of gathered(chunks)) {
      await send(piece);
      if (failure !== undefined) break;
    }
    if (failure !== undefined && !readerGone(failure)) throw writeError(failure);
  };
}

/** The chunks, with small texts put together up to GATHERED characters. */
function* gathered(chunks: Iterable<string | Uint8Array>): Iterable<string | Uint8Array> {
  let text = "";
  for (const chunk of chunks) {
    const isText = typeof chunk === "string";
    if (isText) text += chunk;
    if (text !== "" && !(isText && text.length < GATHERED)) {
      yield text;
      text = "";
    }
    if (!isText) yield chunk;
  }
  if (text !== "") yield text;
}

function readerGone(error: NodeJS.ErrnoException): boolean {
  return error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED" || error.code === "ECONNRESET";
}

function writeError(cause: NodeJS.ErrnoException): SeginfError {
  const isFull = cause.code === "ENOSPC";
  const what = isFull ? "the disk is full" : `it cannot be written (${cause.code ?? cause.message})`;
  const hint = isFull ? "free some space or choose another place" : "choose another place";
  return new SeginfError(what, { file: "<stdout>" }, hint, { cause });
}
