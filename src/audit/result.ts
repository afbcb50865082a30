import type { Finding, InfluenceSummary, Pattern, TaggerSummary } from "../findings/report.js";
import type { Target } from "../influence/targets.js";
import type { ScoredCandidates } from "./candidates/table.js";
import type { Readings } from "./reason/readings.js";
import type { Opinions } from "./score/opinions.js";

/** All that an audit computes before anything is ranked, cut short, filtered or worded. */
export interface AuditResult {
  readonly tagger: TaggerSummary;
  /** Null where there is none. */
  readonly influence: InfluenceSummary | null;
  readonly table: ScoredCandidates;
  /** Of each candidate of the table, what speaks for an error of its own, as `Scores` has it. */
  readonly single: Float64Array;
  /** The two scores that the score of each candidate has been made of, before patterns; null where it is one tagger's. */
  readonly opinions: Opinions | null;
  /** How likely each tagger finds every candidate and its suggestion. */
  readonly readings: Readings;
  /** The reference segments that make up F; none without a reference. */
  readonly targets: readonly Target[];
  /** All of them, however many are asked for. */
  readonly patterns: readonly Pattern[];
  /** Findings about the reference, unranked. */
  readonly referenceErrors: readonly Finding[];
}
