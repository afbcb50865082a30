import type { Replacement, RuleId } from "../report.js";

/**
 * What someone has decided about a finding. ok: the annotation is right as it stands. fixed: it is wrong, and `replacement`
 * is right; the finding is expected to go once the corpus is corrected. later: accepted for now, to be looked at.
 */
export type Verdict = "ok" | "fixed" | "later";

export const VERDICTS: readonly Verdict[] = ["ok", "fixed", "later"];

/** One verdict, with enough of its finding to be found again in a file that has been edited, and to be read by people. */
export interface VerdictEntry {
  /** Name of the finding. */
  readonly fingerprint: string;
  readonly verdict: Verdict;
  /** Why, in the words of whoever decided; "" for nothing. */
  readonly note: string;
  /** The corpus, as a path from the directory of the verdict file. */
  readonly file: string;
  readonly rule: RuleId;
  /** The segment between brackets, with a few tokens around it. */
  readonly text: string;
  /** Token offsets in the sentence, from 0, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** As it stands and as it should be: segment labels, "O" for none; tags under scheme/ill-formed. */
  readonly label: string;
  readonly suggestion: string;
  /** What should stand there; null unless the verdict is "fixed", and under scheme/ill-formed. */
  readonly replacement: Replacement | null;
  /** Equal sentences share a fingerprint: how many of them the verdict "later" speaks of. */
  readonly count: number;
}

/** A baseline, the answers of a review, what the HTML report exports: all of them are this. */
export interface VerdictFile {
  readonly schemaVersion: 1;
  /** Sorted by file, text, start, fingerprint; each fingerprint once for a file. */
  readonly entries: readonly VerdictEntry[];
}
