import * as v from "valibot";
import { findingSchema } from "./finding.js";
import { count, described, fraction, listOf, nonNegative, object, reference } from "./parts.js";
import { patternSchema } from "./pattern.js";
import { sentenceSchema } from "./sentence.js";
import { documentSchema, statisticsSchema } from "./statistics.js";
import { corpusSchema, influenceSchema, taggerSchema, verdictsSummarySchema } from "./summary.js";

/** Bins of equal width that a report counts the scores of all candidates in. */
export const SCORE_BINS = 20;

export const reportSchema = v.pipe(
  object({
    schemaVersion: described(v.literal(1), "Version of this schema; raised when a field goes or changes its meaning."),
    seginf: described(v.string(), "Version of seginf that wrote the document."),
    train: described(reference(corpusSchema), "The file that was audited."),
    reference: described(
      v.nullable(corpusSchema),
      "The file that its influence was measured on; null where there was none.",
    ),
    tagger: described(reference(taggerSchema), "The tagger that was trained on the training file."),
    influence: described(
      v.nullable(influenceSchema),
      "The reference loss, and the precision of the solve; null without a reference.",
    ),
    wrongTags: described(
      v.nullable(fraction),
      "Share of the training tags that look wrong, by the scores of the candidates that would change them; null without a reference.",
    ),
    warnings: described(
      listOf(v.string()),
      "What makes the whole report less reliable, a sentence each; empty where nothing does.",
    ),
    verdicts: described(
      v.exactOptional(verdictsSummarySchema),
      "What the verdicts of the baseline say of the scores; only where some do.",
    ),
    threshold: described(nonNegative, "Score from which a candidate counts as a finding."),
    candidates: described(count, "Number of candidates that were ranked."),
    atOrAboveThreshold: described(count, "Number of candidates at or above the threshold that count in this run."),
    setAside: described(
      object({
        unchanged: described(count, "Outside what has changed (--diff-base)."),
        inline: described(count, "Suppressed by a comment in the corpus."),
        baseline: described(count, "Accepted in the baseline."),
      }),
      "Further candidates at or above the threshold, which do not count and are not among the findings, by the first reason that holds.",
    ),
    listed: described(
      count,
      "Number of findings that are listed for their rank, tags included; those after them are listed for their pattern.",
    ),
    more: described(
      count,
      "Candidates at or above the threshold that count in this run and are not among the findings listed for their rank.",
    ),
    documents: described(
      listOf(documentSchema),
      "The training file's documents, the most expected errors per sentence first; empty where it marks none.",
    ),
    statistics: v.exactOptional(statisticsSchema),
    scores: described(
      v.pipe(v.array(count), v.length(SCORE_BINS, `does not have ${SCORE_BINS} elements`), v.readonly()),
      "Number of candidates with a score in each twentieth from 0 to 1, those set aside among them.",
    ),
    patterns: described(
      listOf(patternSchema),
      "Systematic errors: many findings that one rule describes, those that explain most first.",
    ),
    sentences: described(
      listOf(sentenceSchema),
      "The sentences of the findings, and those right before and after them in the same file: each once.",
    ),
    findings: described(
      listOf(findingSchema),
      "Tags that break the scheme, then candidates and errors of the reference in rank order, as many as --limit asks for, then those of the patterns.",
    ),
  }),
  v.title("seginf findings"),
  v.description(
    "The output of seginf audit --format json. Numbers that are not integers are rounded to 6 significant digits.",
  ),
);

/** What an audit finds. */
export type AuditReport = v.InferOutput<typeof reportSchema>;
/** Findings at or above the threshold that do not count in this run, by reason; each once, by the first that holds. */
export type SetAside = AuditReport["setAside"];

export type * from "./finding.js";
export type * from "./opinions.js";
export type * from "./pattern.js";
export type * from "./reason.js";
export type * from "./segment.js";
export type { Sentence } from "./sentence.js";
export type * from "./statistics.js";
export type * from "./summary.js";
export type * from "./taggerFeatures.js";
