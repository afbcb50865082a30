import type { Corpus } from "../../src/corpus/index.js";
import { CorpusReader } from "../../src/corpus/reader.js";

/**
 * A corpus from sentences of "word/…/tag" tokens parted by blanks; the columns between are kept for templates.
 * `corpusOf("Leeds/B-ORG won/O", "It/O rained/O")`
 */
export function corpusOf(...sentences: readonly string[]): Corpus {
  return corpusFrom(sentences.map((sentence) => sentence.split(" ").map((token) => token.split("/"))));
}

/** A corpus from rows of cells: the first is the word, the last the tag. */
export function corpusFrom(sentences: readonly (readonly (readonly string[])[])[], name = "<test>"): Corpus {
  const text = sentences.map((rows) => `${rows.map((cells) => `${cells.join("\t")}\n`).join("")}\n`).join("");
  const reader = new CorpusReader(name, { columns: "all" });
  reader.feed(Buffer.from(text));
  return reader.finish("digest");
}

/** The sentences of a corpus as [word, tag] rows. */
export function rowsOf({ words, tags, sentenceStart }: Corpus): string[][][] {
  const cell = (column: Corpus["words"], t: number) => column.values[column.ids[t]];
  return Array.from({ length: sentenceStart.length - 1 }, (_, k) =>
    Array.from({ length: sentenceStart[k + 1] - sentenceStart[k] }, (_, i) => {
      const t = sentenceStart[k] + i;
      return tags ? [cell(words, t), cell(tags, t)] : [cell(words, t)];
    }),
  );
}
