import type { Finding, Replacement } from "../report.js";

/** Tokens of a sentence, from 0, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Another correction than the one that a finding suggests, with the label to name it by. */
export interface Correction {
  readonly suggestion: string;
  readonly replacement: Replacement;
}

/**
 * A label that somebody has chosen, on the finding's own span or on another one: the finding's segment goes, and so does
 * whatever overlaps the new one.
 *
 * @param label "O" for no segment
 */
export function correctionOf(finding: Pick<Finding, "start" | "end">, label: string, span: Span = finding): Correction {
  const start = Math.min(finding.start, span.start);
  const end = Math.max(finding.end, span.end);
  const segments = label === "O" ? [] : [{ start: span.start, end: span.end, label }];
  return { suggestion: label, replacement: { start, end, segments } };
}
