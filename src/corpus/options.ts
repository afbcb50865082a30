import type { Readable } from "node:stream";
import type { OffsetUnit } from "./json/record.js";
import type { Plan } from "./profile/plan.js";
import type { Spelling } from "./spelling/types.js";
import type { CorpusFormat, Scheme } from "./types.js";

/** How another corpus has been read. */
export interface Like {
  readonly name: string;
  readonly plan?: Plan | undefined;
  readonly spelling?: Spelling | undefined;
}

/** How to read a corpus; everything may be left out. */
export interface ReadOptions {
  /**
   * Which column holds the tokens: a number from the left (1, 2, …), from the right (−1, −2, …), a column's name where the
   * file names them (CoNLL-U, `# global.columns`, a header row), a field's name in JSON. Without it FORM or the field
   * `tokens` or `text`; of other columns the first, unless it counts tokens or holds something else that is no token.
   */
  readonly tokenColumn?: string | undefined;
  /**
   * Which column holds the labels, said in the same way, and with a key where its fields are lists of key=value
   * (`MISC:NER`); two joined by a plus sign hold prefixes and types (`2+3`); null reads none. Without it UPOS, or the first of the fields `ner_tags`, `tags`, `labels`, or of spans
   * `spans`, `entities`, `labels`, `label` and the like; of other columns the last, unless it holds no labels and another does.
   */
  readonly labelColumn?: string | null | undefined;
  /** Further columns to keep, from the left from 0; "all": every column that all rows hold. */
  readonly columns?: readonly number[] | "all" | undefined;
  /** How tags spell segments, where neither the tags nor `like` should decide: "plain" leaves them as they stand. */
  readonly scheme?: Scheme | undefined;
  /** A corpus that this one belongs to: where both have the same columns, they are read alike. */
  readonly like?: Like | undefined;
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
  /** What the offsets of spans in JSON count, or how spans by token end; without it what their words or format show, else code points. */
  readonly offsets?: OffsetUnit | undefined;
  /** Bytes that a file may have once it is decompressed; a gigabyte without it. */
  readonly maxBytes?: number | undefined;
  /** Keep the decompressed bytes in the result, so that the file can be written back. */
  readonly keepBytes?: boolean | undefined;
  /** Read in place of the process's stdin for the source "-". */
  readonly stdin?: Readable | undefined;
  /** Told the bytes read so far (before decompression), and the file's size where it is known. */
  readonly onBytes?: ((done: number, total: number | undefined) => void) | undefined;
}
