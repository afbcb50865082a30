import { createHash } from "node:crypto";
import type { Column, Corpus } from "./types.js";

/**
 * SHA-256 (hex) of what a tagger sees of a corpus: words, tags, further columns and sentence bounds. Unlike
 * Corpus.digest it does not depend on comments, ids, line endings or the file format.
 */
export function contentDigest(corpus: Corpus): string {
  let digest = digests.get(corpus);
  if (digest === undefined) {
    digest = digestOf(corpus);
    digests.set(corpus, digest);
  }
  return digest;
}

/** A corpus does not change, and its digest is asked for several times. */
const digests = new WeakMap<Corpus, string>();

function digestOf(corpus: Corpus): string {
  const hash = createHash("sha256");
  const add = (name: string, column: Column | undefined): void => {
    hash.update(JSON.stringify([name, column?.values ?? null]));
    if (column) hash.update(littleEndian(column.ids));
  };
  add("words", corpus.words);
  add("tags", corpus.tags);
  for (const number of [...corpus.columns.keys()].sort((a, b) => a - b)) add(`${number}`, corpus.columns.get(number));
  hash.update(littleEndian(corpus.sentenceStart));
  return hash.digest("hex");
}

/** The same bytes on every machine. */
function littleEndian(values: Int32Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (new Uint8Array(Int32Array.of(1).buffer)[0] === 1) return bytes;
  return Buffer.from(bytes).swap32();
}
