import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { readFailure } from "../../corpus/source.js";
import { type Cache, section } from "../../storage/index.js";
import { locateGlove, readGlove } from "./glove.js";
import { readBinaryVectors } from "./readBinary.js";
import { readTextVectors } from "./readText.js";
import { isLittleEndian, type VectorTable } from "./table.js";

/** Changes with what a table holds for the same file. */
const TABLE_VERSION = 1;

/**
 * The vectors that the user chose, converted once and from then on taken from the cache.
 *
 * @param choice "glove" for the optional peer, else a path: word2vec's binary where it ends in .bin (or .bin.gz), else text
 * @param directory where the user works, to look for the peer
 * @throws SeginfError for a file that is missing or damaged, or a peer that is not installed
 */
export async function obtainVectors(choice: string, directory: string, cache: Cache | null): Promise<VectorTable> {
  const path = choice === "glove" ? locateGlove(directory) : choice;
  const read = () =>
    choice === "glove"
      ? readGlove(path)
      : /\.bin(\.gz)?$/i.test(path)
        ? readBinaryVectors(path)
        : readTextVectors(path);
  const key = await sourceKey(path, choice);
  if (cache === null || key === null || !isLittleEndian) return read();
  const entry = await cache.load("vectors", key);
  if (entry) {
    const { count, dimension, digest } = entry.header as unknown as VectorTable;
    const values = section(entry, "values", Uint8Array);
    return {
      ...{ count, dimension, digest },
      text: section(entry, "text", Uint8Array),
      wordStart: section(entry, "wordStart", Int32Array),
      values: new Float32Array(values.buffer, values.byteOffset, count * dimension),
    };
  }
  const table = await read();
  const { count, dimension, digest, text, wordStart, values } = table;
  const description = `${count} word vectors of ${dimension} dimensions from ${choice === "glove" ? choice : basename(path)}`;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  await cache.store("vectors", key, { description, count, dimension, digest }, { wordStart, text, values: bytes });
  return table;
}

/** What a file is known by without reading it: a file that is written anew gets another time. Null for pipes. */
async function sourceKey(path: string, choice: string): Promise<object | null> {
  const found = await stat(path).catch((error) => {
    throw readFailure(error, choice);
  });
  if (!found.isFile()) return null;
  const { size, mtimeMs, ino, dev } = found;
  return { version: TABLE_VERSION, kind: choice === "glove" ? choice : "file", size, mtimeMs, ino, dev };
}
