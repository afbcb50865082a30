/** What is ranked: a unit is as suspicious as the most suspicious finding that is about it. */
export type Level = "token" | "segment" | "sentence" | "document";

/**
 * What is wrong with a unit. type: the right bounds, another label; span: other bounds; missed: a segment left out;
 * spurious: a segment where there is none; scheme: the right segment, spelled by tags that break or bend the scheme.
 */
export type Family = "type" | "span" | "missed" | "spurious" | "scheme";

/** The first k units of a ranking. Where ties straddle k, what a random order of the tied would give on average. */
export interface AtCut {
  readonly k: number;
  readonly precision: number;
  readonly recall: number;
  /** Precision over the share of wrong units: how much better than reading at random. */
  readonly lift: number;
}

export interface RecallPoint {
  /** Units read, from the most suspicious on. */
  readonly read: number;
  readonly recall: number;
  readonly precision: number;
}

/** A ranking of the errors of one family among the units that are right; other families are left out. */
export interface FamilyScore {
  readonly family: Family;
  readonly errors: number;
  /** Errors that some finding is about. */
  readonly found: number;
  readonly averagePrecision: number;
  readonly auroc: number;
}

/** Fractions from 0 to 1; intervals are the 2.5th and 97.5th percentile of the bootstrap. */
export interface LevelScore {
  readonly level: Level;
  readonly units: number;
  readonly errors: number;
  readonly found: number;
  readonly averagePrecision: number;
  readonly averagePrecisionInterval: readonly [number, number];
  readonly auroc: number;
  readonly aurocInterval: readonly [number, number];
  /** At 10, 50, 100 and at the number of errors, in this order. */
  readonly cuts: readonly AtCut[];
  readonly recallCurve: readonly RecallPoint[];
  readonly families: readonly FamilyScore[];
  /** Of average precision, to the first ranking; null for that one. */
  readonly difference: { readonly averagePrecision: number; readonly interval: readonly [number, number] } | null;
}

/** How often what is suggested is what the gold standard has, among the first `top` findings that are about errors. */
export interface SuggestionScore {
  readonly top: number;
  readonly errors: number;
  readonly equal: number;
  readonly families: readonly { readonly family: Family; readonly errors: number; readonly equal: number }[];
}

export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly findings: number;
  readonly meanScore: number;
  /** Share of its findings that are about errors. */
  readonly errorRate: number;
}

/** Whether a score of 0.8 means that four of five such findings are errors. */
export interface CalibrationScore {
  readonly findings: number;
  /** Σ_bins n_bin / n · |error rate − mean score|, bins of a tenth. */
  readonly expectedCalibrationError: number;
  /** The same over the findings with a score of 0.1 or more: the bulk that nobody suspects is left out. */
  readonly amongSuspicious: { readonly findings: number; readonly expectedCalibrationError: number };
  /** Mean squared difference of score and outcome. */
  readonly brier: number;
  /** Bins that hold a finding. */
  readonly bins: readonly ReliabilityBin[];
}

/** One ranking of one file of findings. */
export interface RankingScore {
  /** The file as it was named. */
  readonly file: string;
  /** "score", or the signal that ranks. */
  readonly by: string;
  readonly findings: number;
  readonly levels: readonly LevelScore[];
  readonly suggestions: SuggestionScore;
  /** Null for rankings by another signal than the score. */
  readonly calibration: CalibrationScore | null;
}

export interface ScoreReport {
  readonly seginf: string;
  readonly train: string;
  readonly gold: string;
  readonly tokens: number;
  readonly wrongTokens: number;
  readonly resamples: number;
  readonly rankings: readonly RankingScore[];
}

/**
 * What is known of a finding where a corrected corpus is at hand. corrected: it is about an error, and suggests what the
 * corrected corpus has; wrong: it is about an error, and suggests something else; right: nothing is wrong there.
 */
export type Outcome = "corrected" | "wrong" | "right";

/** Findings beside a corrected corpus. */
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
