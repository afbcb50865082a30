import type { Readable } from "node:stream";
import type { OffsetUnit } from "./json/record.js";
import type { CorpusFormat } from "./types.js";

/** How to read a corpus; everything may be left out. */
export interface ReadOptions {
  /**
   * Which column holds the tokens: a number from the left (1, 2, …), from the right (−1, −2, …), a column's name in
   * CoNLL-U, a field's name in JSON. Without it the first column, FORM, or the field `tokens` or `text`.
   */
  readonly tokenColumn?: string | undefined;
  /**
   * Which column holds the labels, said in the same way; null reads none. Without it the last column, UPOS, or the
   * first of the fields `ner_tags`, `tags`, `labels`, or of spans `spans`, `entities`, `labels`, `label` and the like.
   */
  readonly labelColumn?: string | null | undefined;
  /** Further columns to keep, from the left from 0; "all": every column that all rows hold. */
  readonly columns?: readonly number[] | "all" | undefined;
  /** The format, where neither the file's name nor its first lines should decide. */
  readonly format?: CorpusFormat | undefined;
  /** Read rows whose column count differs from the first row's, as long as they hold the columns asked for. */
  readonly allowRagged?: boolean | undefined;
  /** The encoding, by a label of the Encoding Standard or "cesu-8"; without it UTF-8, or UTF-16 after its byte order mark. */
  readonly encoding?: string | undefined;
  /** Read on where bytes are not valid in the encoding, with U+FFFD in their place. */
  readonly replaceInvalid?: boolean | undefined;
  /** Names of labels that JSON gives as numbers, from 0 on, where the file does not name them itself. */
  readonly labelNames?: readonly string[] | undefined;
  /** What the offsets of spans in JSON count; without it what the spans' own words show, else code points. */
  readonly offsets?: OffsetUnit | undefined;
  /** Keep the decompressed bytes in the result, so that the file can be written back. */
  readonly keepBytes?: boolean | undefined;
  /** Read in place of the process's stdin for the source "-". */
  readonly stdin?: Readable | undefined;
  /** Told the bytes read so far (before decompression), and the file's size where it is known. */
  readonly onBytes?: ((done: number, total: number | undefined) => void) | undefined;
}
