import type { Finding, Sentence } from "../../findings/report.js";
import type { Style } from "../../report/style.js";
import type { LabelChoice } from "./labels.js";

/** Where answers come from: single keys of a terminal, or the lines of a file or pipe. */
export interface Keyboard {
  /** The next key; null at the end of the input, or where someone wants to stop (Ctrl-C, Ctrl-D). */
  key(): Promise<string | null>;
  /** A whole line, typed after a key; null as above, or where it is cancelled (Escape). */
  line(): Promise<string | null>;
  /** Gives the terminal back as it was; `resume` takes it again, as after SIGCONT, and has the question shown again. */
  pause(): void;
  resume(): void;
  /** The same for good. */
  close(): void;
}

/** The key that asks for the question again; Ctrl-L on a terminal. */
export const REDRAW = "\f";

/** Where a review talks. */
export interface Stage {
  readonly keyboard: Keyboard;
  readonly labels: LabelChoice;
  /** The whole sentence of a finding; undefined where the report does not have it. */
  sentenceOf(finding: Finding): Sentence | undefined;
  show(text: string): void;
  /** Keeps the verdicts; what has been decided is on the disk before the next question is asked. */
  save(): Promise<void>;
  readonly width: number;
  readonly look: Style;
}
