import type { Finding, Pattern } from "./findingTypes.js";
import type { CorpusSummary, InfluenceSummary, TaggerSummary } from "./summaryTypes.js";

export type * from "./findingTypes.js";
export type * from "./summaryTypes.js";

export interface AuditReport {
  readonly schemaVersion: 1;
  readonly seginf: string;
  readonly train: CorpusSummary;
  /** Null where the training corpus was audited without a reference. */
  readonly reference: CorpusSummary | null;
  readonly tagger: TaggerSummary;
  readonly influence: InfluenceSummary;
  readonly threshold: number;
  /** All candidates that were ranked, and those at or above the threshold. */
  readonly candidates: number;
  readonly atOrAboveThreshold: number;
  /** Those that explain most come first. */
  readonly patterns: readonly Pattern[];
  /** In rank order; cut to --limit. */
  readonly findings: readonly Finding[];
}
