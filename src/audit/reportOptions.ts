import type { Ranking } from "../findings/rankings.js";

/** What of the result a report lists. */
export interface ReportOptions {
  readonly threshold: number;
  /** What to rank by; the score where absent. */
  readonly signal?: Ranking | undefined;
  /** Candidates to list besides ill-formed tags; 0 for all. */
  readonly limit: number;
  /** List whatever is at or above the threshold, beyond the limit too. */
  readonly everyFinding?: boolean | undefined;
  /** Findings, from the top, for which the reference segments that they oppose are computed. */
  readonly opposed: number;
  /** Findings, from the top, whose influence is refined. */
  readonly refine?: number | undefined;
  /** Patterns listed, at most. */
  readonly patterns: number;
  /** Rules, or first words of rules, whose findings are wanted, and those whose are not. */
  readonly select?: readonly string[] | undefined;
  readonly ignore?: readonly string[] | undefined;
  /** Add up all candidates. */
  readonly statistics?: boolean | undefined;
}
