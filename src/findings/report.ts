import type { Finding, Pattern } from "./finding.js";
import type { CorpusSummary, InfluenceSummary, TaggerSummary } from "./summary.js";

export type * from "./finding.js";
export type * from "./summary.js";

/** Findings at or above the threshold that do not count in this run, by reason; each once, by the first that holds. */
export interface SetAside {
  /** Outside what has changed (--diff-base). */
  readonly unchanged: number;
  /** Suppressed by a comment in the corpus. */
  readonly inline: number;
  /** Accepted in the baseline. */
  readonly baseline: number;
}

export interface AuditReport {
  readonly schemaVersion: 1;
  readonly seginf: string;
  readonly train: CorpusSummary;
  /** Null where the training corpus was audited without a reference. */
  readonly reference: CorpusSummary | null;
  readonly tagger: TaggerSummary;
  /** Null without a reference. */
  readonly influence: InfluenceSummary | null;
  readonly threshold: number;
  /** All candidates that were ranked, and those at or above the threshold that count. */
  readonly candidates: number;
  readonly atOrAboveThreshold: number;
  /** Further ones, which are not among the findings. */
  readonly setAside: SetAside;
  /** Those that explain most come first. */
  readonly patterns: readonly Pattern[];
  /** In rank order; cut to --limit. */
  readonly findings: readonly Finding[];
}
