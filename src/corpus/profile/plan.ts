import type { Recognition } from "../spelling/recognise.js";
import type { Spelling } from "../spelling/types.js";

/** What the first row of a column file settles about all its rows. */
export interface Layout {
  readonly format: "columns" | "conllu";
  /** "tab": single tabs part the columns and tokens may hold blanks; "blanks": runs of blanks do. */
  readonly separator: "tab" | "blanks";
  /** Columns of the first row, and its line. */
  readonly width: number;
  readonly line: number;
}

/**
 * What the values of a column are: `chunk` tags with prefixes or brackets, `types` or prefixes alone with O outside, `outside`
 * O alone, `plain` some labels for all tokens, `words` too many values for labels, `counter` 1, 2, 3 … in each sentence,
 * `group` the same throughout a sentence, `number`, `sign` without letters, `sparse` mostly _ or -, `constant`, `link` entries of a
 * knowledge base (Q42, NIL, addresses), `id` another name for each token.
 */
export type ColumnKind =
  | "chunk"
  | "types"
  | "outside"
  | "plain"
  | "words"
  | "counter"
  | "group"
  | "number"
  | "sign"
  | "sparse"
  | "constant"
  | "link"
  | "id";

/** One column of the sample. */
export interface ColumnProfile {
  /** From 0, from the left. */
  readonly index: number;
  readonly kind: ColumnKind;
  readonly counts: ReadonlyMap<string, number>;
  /** How its values are tags; null where they are none. */
  readonly tags: Recognition | null;
  /** Whether most of its values begin with a blank: columns parted by a tab and a blank. */
  readonly padded: boolean;
  /** Of a group: whether its value stands in the first row of each group alone. */
  readonly firstRowOnly: boolean;
}

/** A column, and the key within it where its fields are lists of key=value (MISC:NER). */
export interface ColumnChoice {
  /** From the left from 1, from the right from −1. */
  readonly number: number;
  readonly key: string | null;
  /** Where the column holds the prefixes of tags alone: that of their types, counted likewise, and what it has outside. */
  readonly types?: { readonly number: number; readonly filler: string } | undefined;
  /** As messages call it: "column 3 (NER)". */
  readonly title: string;
  /** As --token-column and --label-column take it. */
  readonly selector: string;
  /** Why it is not the usual column; null where it is, or the user said so. */
  readonly why: string | null;
}

/** What else a file's rows are, so that they are read as they are meant. */
export interface RowRules {
  /** The header row as it stands; where files were joined it may stand there again. */
  readonly header: string | null;
  /** Index of the column that counts the tokens of each sentence: rows without a number there are no tokens. */
  readonly counter: number | null;
  /** Sentences end where the counter starts again: there are no blank lines. */
  readonly restarts: boolean;
  /** Index of the column whose value changes (or, "filled", stands) where a sentence begins: there are no blank lines. */
  readonly group: { readonly index: number; readonly mode: "changes" | "filled" } | null;
  /** Index of the column whose flags (EndOfSentence, PySBDSegment) end sentences. */
  readonly flags: number | null;
  /** Widths other than the first row's that many rows have. */
  readonly widths: ReadonlySet<number>;
  /** Rows may have any number of columns from this on; null where they may not. */
  readonly leastWidth: number | null;
  /** Labels have blanks around them that are no part of them. */
  readonly padded: boolean;
  /** So have tokens. */
  readonly paddedTokens: boolean;
  /** -DOCSTART- stands in the token column of some rows. */
  readonly docstart: boolean;
  /** What every token begins with and is no part of it: a language ("nl:"). */
  readonly language: string | null;
  /** Every line that begins with # is a comment. */
  readonly allComments: boolean;
  /** Rows of parts of tokens (1-2.1 in WebAnno TSV) are no tokens. */
  readonly subtokens: boolean;
  /** Columns of the layer of WebAnno TSV that the labels are of: indices first … past − 1. */
  readonly layer: { readonly first: number; readonly past: number } | null;
  /** The spelling of the labels, by which `#` rows that are none are told; null where it says nothing. */
  readonly spelling: Spelling | null;
}

export const PLAIN_ROWS: RowRules = {
  header: null,
  counter: null,
  restarts: false,
  group: null,
  flags: null,
  widths: new Set(),
  leastWidth: null,
  padded: false,
  paddedTokens: false,
  docstart: false,
  language: null,
  allComments: false,
  subtokens: false,
  layer: null,
  spelling: null,
};

/** How the rows of a file are to be read. */
export interface Plan {
  readonly layout: Layout;
  /** Names of the columns, as CoNLL-U, `# global.columns` or a header has them. */
  readonly names: readonly string[] | null;
  readonly tokens: ColumnChoice;
  /** Null where no labels are read. */
  readonly labels: ColumnChoice | null;
  readonly rules: RowRules;
  /** The columns of the sample, empty where nothing was looked at. */
  readonly columns: readonly ColumnProfile[];
  /** What the user should know, each a sentence without its full stop. */
  readonly warnings: readonly string[];
}
