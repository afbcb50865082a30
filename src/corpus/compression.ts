import { pipeline, Readable, type Transform } from "node:stream";
import * as zlib from "node:zlib";
import { SeginfError } from "../errors.js";
import { ByteLimit } from "./limits.js";

/** How a file may be compressed, told by its first bytes. */
export type Compression = "gzip" | "bzip2" | "xz" | "zstd";

/** Bytes that it takes to tell. */
export const MAGIC_BYTES = 7;

/** The first bytes of a block, and of the end of a stream without one. */
const BZIP2_BLOCKS = ["1AY", "\x17rE"];

const MAGIC: Readonly<Record<Compression, string>> = {
  gzip: "\x1f\x8b",
  bzip2: "BZh",
  xz: "\xfd7zXZ\0",
  zstd: "\x28\xb5\x2f\xfd",
};

/** The compression that a file with these first bytes has; null for none. */
export function compressionOf(head: Buffer): Compression | null {
  const start = head.toString("latin1", 0, MAGIC_BYTES);
  const found = (Object.keys(MAGIC) as Compression[]).find((name) => start.startsWith(MAGIC[name]));
  // "BZh" may begin a text; a block size and the first block's magic number follow it in a stream.
  return found === "bzip2" && !BZIP2_BLOCKS.includes(start.slice(4)) ? null : (found ?? null);
}

/** Whether more than these first bytes are needed to tell. */
export function maybeCompressed(head: Buffer): boolean {
  if (head.length >= MAGIC_BYTES) return false;
  const start = head.toString("latin1");
  return (
    start.length < 2 ||
    Object.values(MAGIC).some((magic) => magic.startsWith(start) || (magic === MAGIC.bzip2 && start.startsWith(magic)))
  );
}

/** Node has Zstandard from 22.15 on; its types here are those of 20. */
interface Zstd {
  createZstdDecompress?(): Transform;
  createZstdCompress?(): Transform;
}

const CHUNK = 1 << 18;

/**
 * What a compressed stream holds.
 *
 * @param file what messages call it
 * @param most bytes after which what decompresses a whole stream at once stops with an error
 * @throws SeginfError where a package that reads it is not installed, or it is corrupt; zlib's errors as they are
 */
export function decompressed(
  compression: Compression,
  chunks: AsyncIterable<Buffer>,
  file: string,
  most = Number.POSITIVE_INFINITY,
): AsyncIterable<Uint8Array> {
  if (compression === "gzip") return through(zlib.createGunzip({ chunkSize: CHUNK }), chunks);
  const { createZstdDecompress } = zlib as Zstd;
  if (compression === "zstd" && createZstdDecompress) return through(createZstdDecompress(), chunks);
  const reader = { xz: readXz, bzip2: readBzip2, zstd: readZstd }[compression];
  return withCause(reader(chunks, file, most), compression, file);
}

/** Compresses what is written into a compressed file; null where nothing here can. */
export function compressed(compression: Compression, chunks: Iterable<Buffer>): AsyncIterable<Uint8Array> | null {
  // gzip's header holds no time and no name, so that equal contents give equal files.
  const { createZstdCompress } = zlib as Zstd;
  const into = compression === "gzip" ? zlib.createGzip() : compression === "zstd" ? createZstdCompress?.() : undefined;
  return into ? Readable.from(chunks, { objectMode: false }).pipe(into) : null;
}

function through(transform: Transform, chunks: AsyncIterable<Buffer>): AsyncIterable<Uint8Array> {
  // The callback is there because pipeline wants one: an error reaches the reader through the transform itself.
  pipeline(Readable.from(chunks, { objectMode: false }), transform, () => {});
  return transform;
}

async function* withCause(
  bytes: AsyncIterable<Uint8Array>,
  compression: Compression,
  file: string,
): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (cause) {
    if (cause instanceof SeginfError || typeof (cause as NodeJS.ErrnoException | null)?.code === "string") throw cause;
    throw new SeginfError(`the ${compression} stream is corrupt or cut short`, { file }, "get the file again", {
      cause,
    });
  }
}

/** The part of xz-decompress that is used. */
interface Xz {
  readonly XzReadableStream: new (compressed: ReadableStream<Uint8Array>) => ReadableStream<Uint8Array>;
}

async function* readXz(chunks: AsyncIterable<Buffer>, file: string): AsyncGenerator<Uint8Array> {
  // A CommonJS bundle, whose names Node does not see: they are those of its default export.
  const { XzReadableStream } = (await installed<{ default: Xz }>("xz-decompress", "xz", file)).default;
  const source = Readable.toWeb(Readable.from(chunks, { objectMode: false })) as unknown as ReadableStream<Uint8Array>;
  const reader = new XzReadableStream(source).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

/** The part of seek-bzip that is used. */
interface SeekBzip {
  decode(input: Buffer, output: { writeByte(byte: number): void }, multistream: boolean): void;
}

async function* readBzip2(chunks: AsyncIterable<Buffer>, file: string, most: number): AsyncGenerator<Uint8Array> {
  const { default: bzip2 } = await installed<{ default: SeekBzip }>("seek-bzip", "bzip2", file);
  const written = new BytePile(new ByteLimit(file, most, true));
  bzip2.decode(await whole(chunks), written, true);
  yield* written.parts();
}

/** Bytes that come one by one, in pieces of CHUNK. */
class BytePile {
  readonly #full: Buffer[] = [];
  #last = Buffer.allocUnsafe(CHUNK);
  #length = 0;

  constructor(private readonly limit: ByteLimit) {}

  writeByte(byte: number): void {
    if (this.#length === CHUNK) this.#flush();
    this.#last[this.#length++] = byte;
  }

  /** @throws SeginfError beyond the limit */
  #flush(): void {
    this.limit.take(this.#length);
    this.#full.push(this.#last.subarray(0, this.#length));
    this.#last = Buffer.allocUnsafe(CHUNK);
    this.#length = 0;
  }

  parts(): readonly Buffer[] {
    this.#flush();
    return this.#full;
  }
}

/** The part of fzstd that is used. */
interface Fzstd {
  readonly Decompress: new (
    onData: (chunk: Uint8Array, isLast?: boolean) => void,
  ) => {
    push(chunk: Uint8Array, isLast?: boolean): void;
  };
}

async function* readZstd(chunks: AsyncIterable<Buffer>, file: string, most: number): AsyncGenerator<Uint8Array> {
  const { Decompress } = await installed<Fzstd>("fzstd", "zstd", file);
  const limit = new ByteLimit(file, most, true);
  let ready: Uint8Array[] = [];
  // Four bytes may stand for 128 kB, and a chunk is decompressed at once.
  const stream = new Decompress((chunk) => {
    limit.take(chunk.length);
    ready.push(chunk);
  });
  for await (const chunk of chunks) {
    stream.push(chunk);
    yield* ready;
    ready = [];
  }
  stream.push(new Uint8Array(0), true);
  yield* ready;
}

async function whole(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

/** An optional package. @throws SeginfError that says what to install */
async function installed<T>(name: string, compression: Compression, file: string): Promise<T> {
  try {
    return (await import(name)) as T;
  } catch (cause) {
    const hint = `npm install ${name} next to seginf, or decompress the file first`;
    throw new SeginfError(`to read ${compression}, the package ${name} is needed`, { file }, hint, { cause });
  }
}
