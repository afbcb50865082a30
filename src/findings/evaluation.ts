import * as v from "valibot";
import { count, described, fraction, listOf, nonNegative, number, object, reference } from "./parts.js";

/** What is ranked. */
const LEVELS = ["token", "segment", "sentence", "document"] as const;
export type Level = (typeof LEVELS)[number];

/** What is wrong with a unit. */
const FAMILIES = ["type", "span", "missed", "spurious", "scheme"] as const;
export type Family = (typeof FAMILIES)[number];

const family = described(
  v.picklist(FAMILIES),
  "type: the right bounds, another label; span: other bounds; missed: a segment left out; spurious: a segment where there is none; scheme: the right segment, spelled by tags that break or bend the scheme.",
);

/** [2.5th, 97.5th percentile] of the bootstrap. */
const interval = v.pipe(v.strictTuple([number, number]), v.readonly<[number, number]>());

export const cutSchema = described(
  object({
    k: described(count, "Units read."),
    precision: described(fraction, "Share of them that are wrong."),
    recall: described(fraction, "Share of the wrong units that are among them."),
    lift: described(nonNegative, "Precision over the share of wrong units: how much better than reading at random."),
  }),
  "The first k units of a ranking. Where ties straddle k, what a random order of the tied would give on average.",
);
export type AtCut = v.InferOutput<typeof cutSchema>;

export const recallPointSchema = object({
  read: described(count, "Units read, from the most suspicious on."),
  recall: described(fraction, "Share of the wrong units that are among them."),
  precision: described(fraction, "Share of them that are wrong."),
});
export type RecallPoint = v.InferOutput<typeof recallPointSchema>;

export const familySchema = described(
  object({
    family,
    errors: described(count, "Wrong units of the family."),
    found: described(count, "Those that some finding is about."),
    averagePrecision: described(fraction, "Average precision."),
    auroc: described(fraction, "Probability that a wrong unit stands above a right one."),
  }),
  "A ranking of the errors of one family among the units that are right; other families are left out.",
);
export type FamilyScore = v.InferOutput<typeof familySchema>;

export const levelSchema = described(
  object({
    level: described(v.picklist(LEVELS), "What is ranked; a unit is as suspicious as the worst finding about it."),
    units: described(count, "Number of units."),
    errors: described(count, "Wrong units."),
    found: described(count, "Wrong units that some finding is about."),
    averagePrecision: described(fraction, "Average precision."),
    averagePrecisionInterval: described(interval, "Its 2.5th and 97.5th percentile over the resamples."),
    auroc: described(fraction, "Probability that a wrong unit stands above a right one; 0.5 where all are wrong."),
    aurocInterval: described(interval, "Its 2.5th and 97.5th percentile over the resamples."),
    cuts: described(listOf(cutSchema), "At 10, 50, 100 and at the number of errors, in this order."),
    recallCurve: described(listOf(recallPointSchema), "Recall by the number of units read."),
    families: described(listOf(familySchema), "By what is wrong; families without an error are left out."),
    difference: described(
      v.nullable(
        object({
          averagePrecision: described(number, "Less that of the first ranking."),
          interval: described(interval, "Its 2.5th and 97.5th percentile over the same resamples."),
        }),
      ),
      "Difference of average precision to the first ranking; null for that one.",
    ),
  }),
  "A ranking of the units of one level. Fractions are from 0 to 1.",
);
export type LevelScore = v.InferOutput<typeof levelSchema>;

export const suggestionsSchema = described(
  object({
    top: described(count, "Findings that were looked at, from the first on."),
    errors: described(count, "Those that are about errors."),
    equal: described(count, "Those that suggest what the corrected corpus has."),
    families: described(listOf(object({ family, errors: count, equal: count })), "The same by what is wrong."),
  }),
  "How often what is suggested is what the corrected corpus has, among the first findings that are about errors.",
);
export type SuggestionScore = v.InferOutput<typeof suggestionsSchema>;

export const binSchema = object({
  from: described(fraction, "Least score."),
  to: described(fraction, "Score that the next bin begins with."),
  findings: described(count, "Number of findings."),
  meanScore: described(number, "Their mean score."),
  errorRate: described(fraction, "Share of them that are about errors."),
});
export type ReliabilityBin = v.InferOutput<typeof binSchema>;

export const calibrationSchema = described(
  object({
    findings: described(count, "Number of findings."),
    /** Σ_bins n_bin / n · |error rate − mean score| */
    expectedCalibrationError: described(
      nonNegative,
      "Mean distance of score and share of errors over bins of a tenth.",
    ),
    amongSuspicious: described(
      object({
        findings: described(count, "Number of findings."),
        expectedCalibrationError: described(nonNegative, "Mean distance of score and share of errors."),
      }),
      "The same over the findings with a score of 0.1 or more: the bulk that nobody suspects is left out.",
    ),
    brier: described(nonNegative, "Mean squared difference of score and outcome."),
    bins: described(listOf(binSchema), "Bins that hold a finding."),
  }),
  "Whether a score of 0.8 means that four of five such findings are errors.",
);
export type CalibrationScore = v.InferOutput<typeof calibrationSchema>;

export const rankingSchema = described(
  object({
    file: described(v.string(), "The file of findings, as it was named on the command line."),
    by: described(v.string(), "score, or the signal that ranks."),
    findings: described(count, "Number of findings about the training file."),
    levels: described(listOf(levelSchema), "Tokens, segments, sentences, and documents where the corpus marks them."),
    suggestions: reference(suggestionsSchema),
    calibration: described(v.nullable(calibrationSchema), "Null for rankings by another signal than the score."),
  }),
  "One ranking of one file of findings.",
);
export type RankingScore = v.InferOutput<typeof rankingSchema>;

export const scoreSchema = v.pipe(
  object({
    seginf: described(v.string(), "Version of seginf that wrote the document."),
    train: described(v.string(), "The corpus that was audited."),
    gold: described(v.string(), "Its corrected version."),
    tokens: described(count, "Number of tokens."),
    wrongTokens: described(count, "Tokens whose tags differ."),
    resamples: described(count, "Draws of the bootstrap."),
    rankings: described(listOf(rankingSchema), "By file, then by what ranks."),
  }),
  v.title("seginf score"),
  v.description(
    "The output of seginf score --format json. Numbers that are not integers are rounded to 6 significant digits.",
  ),
);
/** Findings evaluated against a corrected corpus. */
export type ScoreReport = v.InferOutput<typeof scoreSchema>;
