import { createHash } from "node:crypto";
import { valueError } from "../valueError.js";
import { checkReadOptions } from "./checkOptions.js";
import { codecOf } from "./encoding/codecs.js";
import { encodingOf } from "./encoding/of-file.js";
import { Transcoder } from "./encoding/transcoder.js";
import { Faults } from "./faults.js";
import { MAX_BYTES } from "./limits.js";
import type { ReadOptions } from "./options.js";
import { CorpusReader } from "./reader.js";
import { readBytes, sourceName } from "./source.js";
import type { Corpus } from "./types.js";

/** A corpus and, where `keepBytes` asked for them, the decompressed bytes it was read from. */
export interface ReadCorpus extends Corpus {
  readonly bytes?: Buffer;
}

/**
 * Reads a corpus from a file, or from stdin for "-": columns separated by tabs or blanks, CoNLL-U, or JSON, compressed or
 * not. The format is the one asked for, else what the file's name says (.conllu, .jsonl, .json), else what its first row looks
 * like. The bytes are streamed; what is kept of a token is four bytes a column and four for its line.
 *
 * @param source a path, or "-" for stdin
 * @throws SeginfError for everything that is wrong with the file, with the line where there is one
 */
export async function readCorpus(source: string, options: ReadOptions = {}): Promise<ReadCorpus> {
  if (typeof source !== "string") throw valueError("source", source, 'give a path, or "-" for stdin');
  checkReadOptions(options);
  return readChunks(
    sourceName(source),
    readBytes(source, options.stdin, options.onBytes, options.maxBytes ?? MAX_BYTES),
    options,
  );
}

/**
 * The same from the bytes of a file, decompressed.
 *
 * @param name what messages call it; its ending may say the format
 */
export async function readChunks(
  name: string,
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
  options: ReadOptions = {},
): Promise<ReadCorpus> {
  checkReadOptions(options);
  const hash = createHash("sha256");
  const kept: Buffer[] = [];
  let reading: Reading | undefined;
  for await (const chunk of chunks) {
    hash.update(chunk);
    if (options.keepBytes) kept.push(chunk);
    reading ??= begin(name, options, encodingOf(name, chunk, options.encoding));
    reading.reader.feed(reading.transcoder?.feed(chunk) ?? chunk);
  }
  const { reader, transcoder, encoding } = reading ?? begin(name, options, "utf-8");
  if (transcoder) reader.feed(transcoder.end());
  const corpus = reader.finish(hash.digest("hex"), { encoding, replacedBytes: transcoder?.replaced ?? 0 });
  return options.keepBytes ? { ...corpus, bytes: Buffer.concat(kept) } : corpus;
}

interface Reading {
  readonly reader: CorpusReader;
  readonly encoding: string;
  /** None where the file is UTF-8 and has to be valid. */
  readonly transcoder: Transcoder | undefined;
}

function begin(name: string, options: ReadOptions, encoding: string): Reading {
  const isPlain = encoding === "utf-8" && !options.replaceInvalid;
  const faults = new Faults(name, encoding === "utf-8" ? "UTF-8" : encoding);
  const transcoder = isPlain
    ? undefined
    : new Transcoder(codecOf(encoding), options.replaceInvalid ? undefined : faults);
  return { reader: new CorpusReader(name, options, faults), encoding, transcoder };
}
