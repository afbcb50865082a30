import type { Finding, PlacedSegment } from "../../findings/report.js";

/** Annotation tools that findings are exchanged with. */
export const TOOLS = ["doccano", "label-studio", "prodigy", "inception"] as const;
export type Tool = (typeof TOOLS)[number];

/** A stretch of text, in UTF-16 units. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A sentence with findings, as people are to see it. */
export interface Task {
  /** The sentence's number in its file. */
  readonly sentence: number;
  readonly file: string;
  /** Line of its first finding. */
  readonly line: number;
  readonly tokens: readonly string[];
  readonly text: string;
  /** Where each token stands in the text. */
  readonly ranges: readonly TextRange[];
  /** The segments as they stand in the corpus, in token offsets. */
  readonly standing: readonly PlacedSegment[];
  /** The segments with the suggestions made: what a person corrects or accepts. */
  readonly suggested: readonly PlacedSegment[];
  /** Those about the sentence, highest score first; at least one. */
  readonly findings: readonly Finding[];
}

/** A labelled stretch of an answer's text, in UTF-16 units. */
export interface AnswerSpan extends TextRange {
  readonly label: string;
}

/** What a tool says of a sentence. */
export interface Answer {
  readonly text: string;
  /** The number of its sentence where the tool has kept it; null where the text alone says which it is. */
  readonly sentence: number | null;
  /** annotated: the spans are right. refused: what was suggested is wrong. skipped: nobody has decided. */
  readonly state: "annotated" | "refused" | "skipped";
  readonly spans: readonly AnswerSpan[];
  readonly note: string;
  /** Where it stands in its file, for messages: "line 3", "task 2". */
  readonly place: string;
}
