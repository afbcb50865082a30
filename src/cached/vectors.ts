import { stat } from "node:fs/promises";
import { basename } from "node:path";
import * as v from "valibot";
import { explainedFailure } from "../corpus/source.js";
import { locateGlove, readGlove } from "../features/embeddings/glove.js";
import { readBinaryVectors } from "../features/embeddings/readBinary.js";
import { readTextVectors } from "../features/embeddings/readText.js";
import { isLittleEndian, type VectorTable } from "../features/embeddings/table.js";
import { count, digest } from "../findings/parts.js";
import { type Cache, type Codec, cachedStep, requireBounds, section } from "../storage/index.js";
import { type FileIdentity, vectorsKey } from "./keys.js";

/**
 * The vectors that the user chose, converted once and from then on taken from the cache.
 *
 * @param choice "glove" for the optional peer, else a path: word2vec's binary where it ends in .bin (or .bin.gz), else text
 * @param directory where the user works, to look for the peer
 * @throws SeginfError for a file that is missing or damaged, or a peer that is not installed
 */
export async function obtainVectors(choice: string, directory: string, cache: Cache | null): Promise<VectorTable> {
  const isGlove = choice === "glove";
  const path = isGlove ? locateGlove(directory) : choice;
  const read = () => {
    if (isGlove) return readGlove(path);
    return /\.bin(\.gz)?$/i.test(path) ? readBinaryVectors(path) : readTextVectors(path);
  };
  const file = await fileIdentity(path, choice);
  if (file === null || !isLittleEndian) return read();
  const key = vectorsKey(isGlove ? "glove" : "file", file);
  return cachedStep(cache, "vectors", key, codecFor(isGlove ? choice : basename(path)), read);
}

/** Null for pipes, which cannot be told apart. */
async function fileIdentity(path: string, choice: string): Promise<FileIdentity | null> {
  const found = await stat(path).catch((error) => {
    throw explainedFailure(error, choice);
  });
  return found.isFile() ? found : null;
}

const headerSchema = v.object({ count, dimension: count, digest });

function codecFor(source: string): Codec<VectorTable, typeof headerSchema> {
  return {
    header: headerSchema,
    pack({ text, wordStart, values, ...figures }) {
      const description = `${figures.count} word vectors of ${figures.dimension} dimensions from ${source}`;
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      return { header: { description, ...figures }, sections: { wordStart, text, values: bytes } };
    },
    unpack(content) {
      const { count, dimension, digest } = content.header;
      const values = section(content, "values", Uint8Array, 4 * count * dimension);
      const text = section(content, "text", Uint8Array);
      const wordStart = section(content, "wordStart", Int32Array, count + 1);
      requireBounds(wordStart, "wordStart", text.length);
      return {
        ...{ count, dimension, digest, text, wordStart },
        values: new Float32Array(values.buffer, values.byteOffset, count * dimension),
      };
    },
  };
}
