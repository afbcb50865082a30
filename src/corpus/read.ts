import { createHash } from "node:crypto";
import type { ReadOptions } from "./options.js";
import { CorpusReader } from "./reader.js";
import { readBytes, sourceName } from "./source.js";
import type { Corpus } from "./types.js";

/** A corpus and, where `keepBytes` asked for them, the decompressed bytes it was read from. */
export interface ReadCorpus extends Corpus {
  readonly bytes?: Buffer;
}

/**
 * Reads a corpus from a file, or from stdin for "-": columns separated by tabs or blanks, CoNLL-U, or JSON lines, gzipped or
 * not. The format is the one asked for, else what the file's name says (.conllu, .jsonl), else what its first row looks
 * like. The bytes are streamed; what is kept of a token is four bytes a column and four for its line.
 *
 * @param source a path, or "-" for stdin
 * @throws SeginfError for everything that is wrong with the file, with the line where there is one
 */
export async function readCorpus(source: string, options: ReadOptions = {}): Promise<ReadCorpus> {
  const reader = new CorpusReader(sourceName(source), options);
  const hash = createHash("sha256");
  const kept: Buffer[] = [];
  for await (const chunk of readBytes(source, options.stdin, options.onBytes)) {
    hash.update(chunk);
    if (options.keepBytes) kept.push(chunk);
    reader.feed(chunk);
  }
  const corpus = reader.finish(hash.digest("hex"));
  return options.keepBytes ? { ...corpus, bytes: Buffer.concat(kept) } : corpus;
}
