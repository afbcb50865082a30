import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { type Corpus, type ReadCorpus, type ReadOptions, readCorpus } from "../../src/corpus/index.js";
import { CorpusReader } from "../../src/corpus/reader.js";

const here = dirname(fileURLToPath(import.meta.url));

/** Reads text (or bytes) as if it came from stdin. */
export function read(text: string | Buffer, options: ReadOptions = {}): Promise<ReadCorpus> {
  return readCorpus("-", { ...options, stdin: Readable.from([Buffer.from(text)], { objectMode: false }) });
}

/** The message of the error that reading ends in. */
export async function failure(text: string | Buffer, options: ReadOptions = {}): Promise<string> {
  const corpus = await read(text, options).catch((error: Error) => error);
  if (corpus instanceof Error) return `${corpus.name}: ${corpus.message}`;
  throw new Error(`read ${corpus.lines.length} tokens`);
}

/** Reads chunks as they are pushed. */
export function readChunks(chunks: readonly Buffer[], options: ReadOptions = {}): Corpus {
  const reader = new CorpusReader("<test>", options);
  for (const chunk of chunks) reader.feed(chunk);
  return reader.finish("digest");
}

/** A corpus of one-word-a-tag sentences. */
export function corpusOf(sentences: readonly (readonly string[])[]): Corpus {
  const text = sentences.map((tags) => `${tags.map((tag) => `w\t${tag}\n`).join("")}\n`).join("");
  return readChunks([Buffer.from(text)]);
}

/** The sentences of a corpus, each token as word/tag (or the word alone). */
export function shown(corpus: Corpus): string[][] {
  const { words, tags, sentenceStart } = corpus;
  return Array.from(corpus.sentenceIds, (_, k) =>
    Array.from({ length: sentenceStart[k + 1] - sentenceStart[k] }, (_, i) => {
      const t = sentenceStart[k] + i;
      const word = words.values[words.ids[t]];
      return tags ? `${word}/${tags.values[tags.ids[t]]}` : word;
    }),
  );
}

/** A file among the shared corpora, which are not part of the repository. */
export function shared(path: string): string {
  return join(here, "../../../shared/data", path);
}

/** `test`, or a skipped one where the shared corpora are absent. */
export function testWith(path: string): jest.It {
  return existsSync(shared(path)) ? test : test.skip;
}

/** Every tag of the corpus, token by token. */
export function tagsOf({ tags }: Corpus): string[] {
  return tags ? Array.from(tags.ids, (id) => tags.values[id]) : [];
}

/** A text in a file of this name. */
export function readAs(name: string, text: string, options = {}): Corpus {
  const reader = new CorpusReader(name, options);
  reader.feed(Buffer.from(text));
  return reader.finish("digest");
}
