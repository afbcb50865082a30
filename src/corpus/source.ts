import { type FileHandle, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { types } from "node:util";
import { SeginfError } from "../errors.js";
import { codeOf, readFailure } from "../storage/failure.js";
import { compressionOf, decompressed, MAGIC_BYTES, maybeCompressed } from "./compression.js";
import { ByteLimit } from "./limits.js";

const CHUNK = 1 << 18;

/** What messages call a source: the path as typed, or "<stdin>" for "-". */
export function sourceName(source: string): string {
  return source === "-" ? "<stdin>" : source;
}

/**
 * The bytes of a file, or of stdin for "-", in chunks; decompressed where their first ones say that they are compressed.
 *
 * @param most bytes that it may have once it is decompressed
 * @param onBytes told the bytes read so far before decompression, and the size of the file where it is known
 * @throws SeginfError where the file cannot be read, or its compressed stream is cut short or corrupt
 */
export async function* readBytes(
  source: string,
  stdin: Readable | undefined,
  onBytes: ((done: number, total: number | undefined) => void) | undefined,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<Buffer> {
  const chunks = counted(source, stdin, onBytes);
  try {
    const raw = await peek(chunks);
    const compression = compressionOf(raw.head);
    const limit = new ByteLimit(sourceName(source), most, compression !== null);
    const whole = compression === null ? raw.all() : decompressed(compression, raw.all(), sourceName(source), most);
    for await (const bytes of whole) {
      limit.take(bytes.length);
      yield Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
  } catch (error) {
    throw explainedFailure(error, sourceName(source));
  } finally {
    // Closes the file where the caller stops early. Not awaited: stdin may be waiting for bytes that never come.
    chunks.return(undefined).catch(() => {});
  }
}

/**
 * Bytes that are there already, decompressed where they are compressed.
 *
 * @param file what messages call them
 * @throws SeginfError where the compressed stream is cut short or corrupt
 */
export async function decompressedBytes(bytes: Buffer, file: string): Promise<Buffer> {
  const compression = compressionOf(bytes.subarray(0, MAGIC_BYTES));
  if (compression === null) return bytes;
  const once = async function* (): AsyncGenerator<Buffer> {
    yield bytes;
  };
  try {
    const parts: Buffer[] = [];
    for await (const part of decompressed(compression, once(), file)) parts.push(Buffer.from(part));
    return Buffer.concat(parts);
  } catch (error) {
    throw explainedFailure(error, file);
  }
}

async function* counted(
  source: string,
  stdin: Readable | undefined,
  onBytes: ((done: number, total: number | undefined) => void) | undefined,
): AsyncGenerator<Buffer> {
  let handle: FileHandle | undefined;
  let total: number | undefined;
  let stream: AsyncIterable<Buffer | string>;
  if (source === "-") stream = stdin ?? process.stdin;
  else {
    handle = await open(source);
    const size = (await handle.stat()).size;
    total = size > 0 ? size : undefined; // a pipe has size 0
    stream = handle.createReadStream({ highWaterMark: CHUNK });
  }
  let done = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    done += bytes.length;
    onBytes?.(done, total);
    yield bytes;
  }
}

/** Reads until the first bytes tell the compression (or to the end); can then give everything from the beginning. */
async function peek(chunks: AsyncGenerator<Buffer>): Promise<{ head: Buffer; all: () => AsyncGenerator<Buffer> }> {
  let head: Buffer = Buffer.alloc(0);
  while (maybeCompressed(head)) {
    const next = await chunks.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return {
    head,
    async *all() {
      if (head.length > 0) yield head;
      yield* chunks;
    },
  };
}

/** Turns a failure of the file system or of zlib into a SeginfError; hands others on as they are. */
export function explainedFailure(error: unknown, file: string): unknown {
  if (!types.isNativeError(error) || error instanceof SeginfError) return error;
  const code = codeOf(error);
  const isSystem =
    "syscall" in error || code.startsWith("Z_") || code.includes("ZSTD") || code === "ERR_INVALID_ARG_VALUE";
  return isSystem ? readFailure(file, error) : error;
}
