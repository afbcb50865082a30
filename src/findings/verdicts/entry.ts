import { isTagRule } from "../kinds.js";
import type { Finding } from "../report.js";
import type { Correction } from "./correction.js";
import type { Verdict, VerdictEntry } from "./schema.js";

/** Tokens of context in an entry's text, on either side. */
const CONTEXT = 4;

/** What may be said besides the verdict itself. */
export interface Judgement {
  readonly note?: string;
  /** Another correction than the finding suggests. */
  readonly correction?: Correction;
  /** The corpus, as a path from the directory of the verdict file; the finding's own without it. */
  readonly file?: string;
  readonly count?: number;
}

/** What an entry says of its finding. */
export type Judged = Pick<
  Finding,
  | ("fingerprint" | "file" | "rule" | "start" | "end" | "label" | "suggestion" | "replacement" | "tokens" | "context")
  | ("score" | "unscaledScore")
>;

/** The verdict on a finding as an entry of a verdict file. */
export function entryOf(finding: Judged, verdict: Verdict, judgement: Judgement = {}): VerdictEntry {
  const { note = "", correction, file = finding.file, count = 1 } = judgement;
  return {
    fingerprint: finding.fingerprint,
    verdict,
    note,
    file,
    rule: finding.rule,
    text: excerpt(finding),
    start: finding.start,
    end: finding.end,
    label: finding.label,
    suggestion: correction?.suggestion ?? finding.suggestion,
    ...(isTagRule(finding.rule) ? {} : { score: rounded(finding.unscaledScore ?? finding.score) }),
    replacement: verdict === "fixed" ? (correction?.replacement ?? finding.replacement) : null,
    count,
  };
}

/** As reports round it. */
const rounded = (score: number): number => Number(score.toPrecision(6));

/** "for the [ Bank of England ] said on Monday ." */
export function excerpt({ tokens, context }: Pick<Finding, "tokens" | "context">): string {
  const before = context.before.slice(-CONTEXT);
  const after = context.after.slice(0, CONTEXT);
  return [...before, "[", ...tokens, "]", ...after].join(" ");
}
