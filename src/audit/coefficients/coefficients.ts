import { readFileSync } from "node:fs";
import type shape from "./coefficients.json";

/** Slopes of a feature's pieces, from the least values to the largest: at annotated segments, and at missed spans. */
export type Slopes = readonly [readonly number[], readonly number[]];

/** Log odds as a sum of functions of the features, audit/score/additive.ts; a feature that is not listed counts nothing. */
export interface AdditiveModel {
  readonly slopes: Readonly<Record<string, Slopes>>;
  /** constant, slope: a and b, at annotated segments and at missed spans; found, channel: c and d; from: z_0 of either. */
  readonly calibration: {
    readonly constant: readonly number[];
    readonly slope: readonly number[];
    readonly found: number;
    readonly channel: number;
    readonly from: readonly number[];
  };
  /** What an error that stands alone looks like: learnt from slips. */
  readonly single: SingleModel;
}

/** A sum of functions of the features less those of groups, and its constant: at annotated segments, and at missed spans. */
export interface SingleModel extends Pick<AdditiveModel, "slopes"> {
  readonly constant: readonly number[];
  /** Of all candidates, those that are always taken to be wrong so. */
  readonly share: number;
  /** Share that looks so where annotators have found no more to correct: what is estimated beyond it is added. null: no estimate. */
  readonly beyond: number | null;
}

/** What single errors' evidence is worth in changed sentences, audit/score/changedEvidence.ts: a, b and c, at annotated segments and at missed spans. */
export interface ChangedModel {
  readonly constant: readonly number[];
  readonly slope: readonly number[];
  readonly elsewhere: readonly number[];
}

/** errors, correct: α and β of the Beta prior on the share of errors in changed sentences; unchanged: the share π_U in the others. */
export interface ChangedPriors {
  readonly errors: number;
  readonly correct: number;
  readonly unchanged: number;
}

/** What candidates are judged by, for each amount of evidence: none but the corpus, or a reference. */
export type ErrorModels = Readonly<Record<"alone" | "compared", AdditiveModel>>;

type Tables = typeof shape;

/** Every number that decides what an audit reports, and how it was made. */
export interface Coefficients {
  /** Command, seed, corpora and date of each fit; `command` is null for what was chosen by hand. */
  readonly provenance: Tables["provenance"];
  readonly models: {
    /** And with a noise channel as well. */
    readonly segments: ErrorModels & { readonly channel: AdditiveModel };
    readonly plain: ErrorModels;
  };
  /**
   * knots: where slopes change, of log odds and of group evidence. limit: log odds beyond this say nothing more. moved: by how much the reference must change a candidate's log odds for
   * an even chance that it is the cause. compressed*: the scale s of −sign(x) log(1 + factor |x| / s), a quantile of |x|.
   * groupPrior: κ, members of a group that weigh as much as knowing nothing. groupLeastMean: least mean that a share is compared with.
   */
  readonly features: Tables["features"];
  /** leastRatio: how many times less likely than the best tagging the best one with a token in a segment may be, for it to be a candidate. */
  readonly candidates: Tables["candidates"];
  /** tagger, channel: what a nat of log odds counts when the strongest piece of evidence is named. */
  readonly reasons: Tables["reasons"];
  /** alone, compared: without a reference and with one. */
  readonly changed: Readonly<
    Record<"segments" | "plain", ChangedPriors & Readonly<Record<"alone" | "compared", ChangedModel>>>
  >;
  /** slopeDeviation, constantDeviation: σ_a and σ_b, how far verdicts are expected to move the log odds of a corpus. */
  readonly verdicts: Tables["verdicts"];
  /** withStates: w, the share of the audit with token states in a pool of two audits' log odds. */
  readonly opinions: Tables["opinions"];
  /** share: of a reference's candidates, those that are taken to be wrong. */
  readonly reference: Tables["reference"];
  /**
   * limit: bound on log odds. pool: α, weight of each tagger, for segments and for missed spans. places: δ, of what the same
   * words are elsewhere in the training file and in the reference. rarer: β, log of how much rarer errors are
   * that need this change than those that need another label; both: of those that move a bound and change the label.
   * part: how much likelier a missed span is a part of a name than θ_w says. expectedPrior: κ, errors expected
   * elsewhere that weigh as much as knowing nothing. change, after: γ, weights of the log count of the same change,
   * and of those that follow the same word.
   */
  readonly suggestions: Tables["suggestions"];
  /**
   * most: patterns that may raise scores. likely: least probability of a reported pattern. listed, alpha: bounds on the corrected
   * p-value of reported patterns, and of those that only raise scores. support: least number of segments. rate: least
   * expected share of wrong segments at an anchor. temper: divisor of the log odds, for candidates are not independent.
   * unasked: share that is wrong where the reference does not tell; surest: bound on a share. least: segments less
   * likely wrong keep their own suggestion. own, limit: weight and bound of a segment's own evidence. depth: least share of
   * candidates within which the rank weight falls to 1/e. leastAgreement, leastGain: nats. oneWord: a suffix that one word accounts
   * for, to this share of its errors, is that word.
   */
  readonly patterns: Tables["patterns"];
}

/** Read from the file next to this one. */
export const coefficients: Coefficients = JSON.parse(
  readFileSync(new URL("./coefficients.json", import.meta.url), "utf8"),
);
