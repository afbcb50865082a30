/** The prefixes of the schemes: canonical tags are O, or one of them, a hyphen and a type. */
export type Letter = "B" | "I" | "E" | "S" | "L" | "U";

/**
 * prefix: B-PER, B_PER, BNEP, b-per; suffix: PER-B; bare: the type alone (PER PER O); untyped: the prefix alone (B I O);
 * brackets: as in CoNLL-2012 ((PER*, *, *), (PER)), or [PER-, -, -]; webanno: as in WebAnno TSV 3 (PER[2], PER[2], _).
 */
export type Form = "prefix" | "suffix" | "bare" | "untyped" | "brackets" | "webanno";

/** How a file writes the tags that in here are always B-PER and O. Plain data, so that it can be stored. */
export interface Spelling {
  readonly form: Form;
  /** What stands for O. */
  readonly outside: string;
  /** Between prefix and type; "" where nothing stands there, and for forms that have no two parts. */
  readonly separator: string;
  /**
   * What the file writes for a prefix, where that is not the letter itself: M for I, W for S, b for B. Two prefixes may be
   * written alike, as B is for S where segments end in E but single tokens are no exception.
   */
  readonly letters: Readonly<Partial<Record<Letter, string>>>;
  /** What stands before and after each tag but the one for O: < and > of `<B-PER>`, nothing and ) of `B(PER)`. */
  readonly around?: readonly [before: string, after: string];
  /** Of brackets: how a segment of one token is written. */
  readonly single?: "(T)" | "(T*)";
  /** Of brackets: which they are, where they are not round. */
  readonly pair?: BracketPair;
}

export type BracketPair = "()" | "[]" | "{}" | "<>";

/** B-PER and O. */
export const STANDARD: Spelling = { form: "prefix", outside: "O", separator: "-", letters: {} };

/** The type of segments whose tags name none. */
export const UNTYPED = "entity";

export function isStandard({ form, outside, separator, letters, around }: Spelling): boolean {
  return !around && form === "prefix" && outside === "O" && separator === "-" && Object.keys(letters).length === 0;
}

/** Tags with the number of tokens that bear them. */
export type TagCounts = ReadonlyMap<string, number>;
