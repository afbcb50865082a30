import type { OffsetUnit } from "./json/record.js";
import type { Plan } from "./profile/plan.js";
import type { Spelling } from "./spelling/types.js";

/** One column of a corpus, interned: token t holds `values[ids[t]]`. */
export interface Column {
  readonly values: readonly string[];
  /** Length N (tokens of the corpus, in file order). */
  readonly ids: Int32Array;
}

/** The formats that corpora are read in: columns separated by blanks or tabs, CoNLL-U, JSON Lines. */
export type CorpusFormat = "columns" | "conllu" | "jsonl";

/** How the caller wanted a file read: what it takes to find the same columns in it again. */
export interface Reading {
  /** As ReadOptions has them; null where they were left to the default (or, for the labels, not read at all). */
  readonly tokenColumn: string | null;
  readonly labelColumn: string | null;
  readonly allowRagged: boolean;
  /** The encoding where it is not UTF-8, and the rest as ReadOptions has it; absent where it was not given. */
  readonly encoding?: string;
  readonly replaceInvalid?: true;
  readonly offsets?: OffsetUnit;
  readonly labelNames?: readonly string[];
}

/** One of the files that a corpus was read from, and where it begins in the corpus. */
export interface CorpusFile extends Pick<Corpus, "name" | "format" | "digest" | "encoding" | "reading"> {
  readonly firstSentence: number;
  readonly firstToken: number;
}

/** A comment that is meant for seginf. */
export interface Remark {
  /** The line as it stands, `#` included. */
  readonly text: string;
  readonly line: number;
  /** The file that it stands in, where a corpus has several. */
  readonly file?: string;
  /** The sentence that it is about; one past the last where none follows it. */
  readonly sentence: number;
}

/**
 * Sentences of a file, or of several, token by token, in flat arrays. Tokens are numbered 0 … N−1 over the whole corpus and
 * sentences 0 … K−1; sentence k holds the tokens sentenceStart[k] … sentenceStart[k + 1] − 1 and is never empty.
 */
export interface Corpus {
  /** The name that the user typed ("<stdin>" for "-"): what messages and findings print. Of several files the pattern. */
  readonly name: string;
  /** The files, where there are several; `lines` are those of each. */
  readonly files?: readonly CorpusFile[];
  readonly format: CorpusFormat;
  /** SHA-256 (hex) of the bytes read, after decompression. */
  readonly digest: string;
  /** The encoding of these bytes, as the Encoding Standard names it, or "cesu-8". */
  readonly encoding: string;
  /** Bytes that are not valid in it and were read as U+FFFD. */
  readonly replacedBytes: number;
  readonly reading: Reading;
  readonly words: Column;
  /**
   * The labels: as the schemes write them where they are chunk tags (B-PER, O; `spelling` has what the file writes), else as
   * they stand in the file; undefined where the caller asked for none.
   */
  readonly tags: Column | undefined;
  /** How the file writes its tags; undefined is as the schemes do. */
  readonly spelling?: Spelling | undefined;
  /** Tags that are not of the scheme of the others, in file order; undefined is none. */
  readonly foreign?: readonly ForeignTag[] | undefined;
  /** Further columns by number from the left (from 0), for feature templates; holds what the caller asked for. */
  readonly columns: ReadonlyMap<number, Column>;
  /** Length N: the line of each token, from 1. */
  readonly lines: Int32Array;
  /** Length K + 1. */
  readonly sentenceStart: Int32Array;
  /** Length K: the `sent_id` (or JSONL `id`) of each sentence, null where there is none. */
  readonly sentenceIds: readonly (string | null)[];
  /** Length K: index into documentIds of each sentence's document, −1 before the first document mark. */
  readonly documents: Int32Array;
  readonly documentIds: readonly string[];
  /**
   * Length K each: the first and the last line of what the file says of a sentence, where its labels may stand in other lines
   * than its tokens; undefined where they do not.
   */
  readonly extents?: { readonly first: Int32Array; readonly last: Int32Array };
  /** How its rows are read; undefined for JSON. */
  readonly plan?: Plan | undefined;
  /** What the user should know about the file, each a sentence without its full stop; undefined is nothing. */
  readonly warnings?: readonly string[] | undefined;
  /** Comments to seginf, in file order; undefined is none. */
  readonly remarks?: readonly Remark[];
}

/** How tags spell segments. "plain": every token is a segment whose label is its tag (POS and the like). */
export type Scheme = "IO" | "IOB1" | "BIO" | "BIOES" | "BILOU" | "plain";

/** Segments as parallel arrays, in file order. Segment i covers the tokens start[i] … end[i] − 1 of the corpus. */
export interface Segments {
  readonly count: number;
  readonly sentence: Int32Array;
  /** Token index over the whole corpus. */
  readonly start: Int32Array;
  /** Token index over the whole corpus, exclusive. */
  readonly end: Int32Array;
  /** Index into `labels`. */
  readonly label: Int32Array;
  /** Segment labels ("PER", "NNP"), in order of first occurrence; "O" is never one of them except under "plain". */
  readonly labels: readonly string[];
}

/** A tag that is not of the scheme, or not in the spelling, of the great majority. */
export interface ForeignTag {
  readonly sentence: number;
  /** Token index over the whole corpus. */
  readonly token: number;
  /** As it stands in the file. */
  readonly tag: string;
  /** The canonical tag that `Corpus.tags` holds for it. */
  readonly readAs: string;
  /** What the file should have in its place, where the canonical tag alone does not tell. */
  readonly writes?: string;
}

/** A place where the tags break their scheme, e.g. I-PER after O under BIO. */
export interface IllFormed {
  readonly sentence: number;
  /** Token index over the whole corpus. */
  readonly token: number;
  /** The tag as it stands. */
  readonly tag: string;
  /** The tag before it in the sentence, null at the start. */
  readonly previous: string | null;
  /** What is wrong, as a clause: "I-PER opens a segment after O". */
  readonly why: string;
  /** The tag that spells the same reading well-formedly. */
  readonly suggestion: string;
}
