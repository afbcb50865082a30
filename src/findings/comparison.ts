/**
 * What is known of a finding where a corrected corpus is at hand. corrected: it is about an error, and suggests what the
 * corrected corpus has; wrong: it is about an error, and suggests something else; right: nothing is wrong there.
 */
export type Outcome = "corrected" | "wrong" | "right";

/** Findings compared with a corrected corpus. */
export interface GoldComparison {
  /** The corrected corpus. */
  readonly file: string;
  /** Wrong segments of the audited corpus, those that it misses among them. */
  readonly errors: number;
  /** By finding of the report; null for those about the reference, which the corrected corpus says nothing about. */
  readonly outcomes: readonly (Outcome | null)[];
  /** By finding that has an outcome: how many of the errors this one and those before it are about. */
  readonly found: readonly number[];
  /** Scores and the share of findings about errors by tenths; those that hold no finding left out. */
  readonly calibration: readonly {
    readonly from: number;
    readonly to: number;
    readonly findings: number;
    readonly errorRate: number;
  }[];
}
