import type { TextEdit } from "./edits.js";
import type { Locator } from "./scan.js";

/** One stretch of annotated text as a JSON file holds it, with what it takes to write other tags into it. */
export interface JsonRecord {
  readonly tokens: readonly string[];
  /** One a token; undefined where no labels are read. */
  readonly tags: readonly string[] | undefined;
  /** The tokens that begin a sentence, ascending from 0; empty where there is no token. */
  readonly sentences: readonly number[];
  /** Where each token stands in the text that the record does; that of the text where the tokens are parts of it. */
  offsets(root: Locator): readonly number[];
  /**
   * What writes other tags into the record.
   *
   * @param tags by token, the changed ones alone
   */
  retag(root: Locator, tags: ReadonlyMap<number, string>): TextEdit[];
  /** The field, and its value, that hold predicted tags. */
  predicted(tags: readonly string[]): readonly [field: string, value: unknown];
}

/** How the records of a file are to be read; what is found in one of them may count for those after it. */
export interface RecordOptions {
  /** The field of the tokens, or of the text; undefined for what looks like it. */
  readonly tokenField: string | undefined;
  /** The field of the labels or spans; null where none are read. */
  readonly labelField: string | null | undefined;
  /** What offsets of spans count, or how those by token end, where the spans do not show it. */
  readonly offsets: OffsetUnit | undefined;
  /** Names of labels that are numbers. */
  names: readonly string[] | undefined;
  /** The field of the spans in the records before: one without it has none. */
  spanField: string | undefined;
  /** An element of a list of spans, which others are modelled on. */
  template: SpanTemplate | undefined;
  /** Of spans by token whose ends nobody has explained: how many there are, and how many are read as one token. */
  assumedEnds: { spans: number; single: number; readonly isInclusive: boolean } | undefined;
  /** Of spans of texts whose ends nobody has explained: how many there are, and how many leave out the last letter of a word. */
  readonly textEnds: { spans: number; short: number };
}

/**
 * What offsets count. In a text: code points, as Python does, or UTF-16 units, as JavaScript does. In a text or a list of tokens: the
 * number of the last character or token is the end (inclusive), or the one after it (exclusive).
 */
export const OFFSET_UNITS = ["codepoints", "utf16", "inclusive", "exclusive"] as const;
export type OffsetUnit = (typeof OFFSET_UNITS)[number];
export type TextUnit = Extract<OffsetUnit, "codepoints" | "utf16">;

export function textUnit(asked: OffsetUnit | undefined): TextUnit | undefined {
  return asked === "codepoints" || asked === "utf16" ? asked : undefined;
}

/** Whether ends are said to be inclusive; undefined where nothing is said. */
export function endsAsked(asked: OffsetUnit | undefined): boolean | undefined {
  return asked === "inclusive" ? true : asked === "exclusive" ? false : undefined;
}

/** How a file counts: the unit, and whether the end is the last character in place of the one after it. */
export interface OffsetStyle {
  readonly unit: TextUnit;
  readonly inclusive: boolean;
}

/** An element of a list of spans, and how its file counts. */
export interface SpanTemplate {
  readonly value: unknown;
  readonly style: OffsetStyle;
}
