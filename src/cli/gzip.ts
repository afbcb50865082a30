import { open } from "node:fs/promises";
import { isAbsolute, relative, sep } from "node:path";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";

/** Whether a file begins with gzip's magic bytes. */
export async function isGzipped(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

/** The same gzipped; the header holds no time and no name, so that equal contents give equal files. */
export function zipped(chunks: Iterable<Buffer>): AsyncIterable<Uint8Array> {
  return Readable.from(chunks, { objectMode: false }).pipe(createGzip());
}

/** A file's name in a patch: from the working directory, where `git apply` looks for it, with slashes. */
export function patchName(path: string): string {
  return (isAbsolute(path) ? relative(process.cwd(), path) : path).split(sep).join("/").replace(/^\.\//, "");
}
