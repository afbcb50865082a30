import { open } from "node:fs/promises";
import { isAbsolute, relative, sep } from "node:path";
import { type Compression, compressed, compressionOf, MAGIC_BYTES } from "../corpus/compression.js";
import { SeginfError } from "../errors.js";

/** How a file is compressed; null for not at all. */
export async function compressionOfFile(path: string): Promise<Compression | null> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAGIC_BYTES), 0, MAGIC_BYTES, 0);
    return compressionOf(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

/** The compression that a file's name promises; null for none. */
export function compressionOfName(path: string): Compression | null {
  const [, ending = ""] = /\.(gz|bz2|xz|zst)$/i.exec(path) ?? [];
  return ENDINGS[ending.toLowerCase()] ?? null;
}

const ENDINGS: Readonly<Record<string, Compression>> = { gz: "gzip", bz2: "bzip2", xz: "xz", zst: "zstd" };

/**
 * The bytes as a file holds them.
 *
 * @throws SeginfError where its compression can be read, but not written
 */
export function packed(
  chunks: Iterable<Buffer>,
  compression: Compression | null,
  file: string,
): Iterable<Buffer> | AsyncIterable<Uint8Array> {
  if (compression === null) return chunks;
  const written = compressed(compression, chunks);
  if (written) return written;
  throw new SeginfError(`${compression} can be read, but not written`, { file }, "give -o FILE, and compress that");
}

/** A file's name in a patch: from the working directory, where `git apply` looks for it, with slashes. */
export function patchName(path: string): string {
  return (isAbsolute(path) ? relative(process.cwd(), path) : path).split(sep).join("/").replace(/^\.\//, "");
}
