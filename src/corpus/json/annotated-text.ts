import type { TextRange } from "./offsets.js";
import type { RecordOptions } from "./record.js";
import type { Path } from "./scan.js";
import type { GivenSpan } from "./span.js";

/** Where a text and its spans stand in a record. */
export interface TextForm {
  readonly textAt: Path;
  readonly text: string;
  /** The list of spans, which may be missing where there are none. */
  readonly spansAt: Path;
  /** Its elements; null where no labels are read. */
  readonly spans: readonly unknown[] | null;
  /** The field of tokens that the record has itself, with where each begins and ends. */
  readonly tokens?: readonly { readonly start: number; readonly end: number }[] | undefined;
}

/** A span read: the tokens first … past − 1, and which element of the list it is. */
export interface PlacedSpan extends GivenSpan {
  readonly element: number;
  readonly range: TextRange;
  readonly first: number;
  readonly past: number;
}

/** A text, or a list of tokens, with its spans, and how its file gives them. */
export interface AnnotatedText {
  /** Where the spans stand. */
  readonly spansAt: Path;
  readonly options: RecordOptions;
  readonly tags: readonly string[] | undefined;
  /** Where each token stands in the text. */
  readonly ranges: readonly TextRange[];
  readonly spans: readonly PlacedSpan[];
  /** The offsets that the file has for a range. */
  given(range: TextRange): TextRange;
  wordsIn(range: TextRange): string;
  /** The tokens that the record has itself. */
  readonly own: readonly TextRange[] | undefined;
}
