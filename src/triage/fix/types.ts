import type { Finding, Replacement } from "../../findings/report.js";

/** One change to a corpus: where it is, what stood there when it was audited, and what shall stand there. */
export interface Edit extends Pick<Finding, "sentence" | "line" | "start" | "end" | "tokens" | "label" | "suggestion"> {
  /** null: the tag of the one token [start, end) becomes `suggestion`. */
  readonly replacement: Replacement | null;
}
