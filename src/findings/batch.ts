import * as v from "valibot";
import { count, described, digest, listOf, name, object, percent, reference } from "./parts.js";

const figuresSchema = described(
  object({
    sentences: described(count, "Number of sentences of the audited corpus."),
    tokens: described(count, "Number of its tokens."),
    segments: described(count, "Number of its annotated segments."),
    illFormed: described(count, "Number of its tags that break the scheme."),
    candidates: described(count, "Number of candidates that were ranked."),
    findings: described(count, "Number of findings at or above the threshold that count."),
    patterns: described(count, "Number of systematic errors that the report lists."),
    f1: described(v.nullable(percent), "F1 of the tagger on the reference, per cent; null where there was none."),
  }),
  "What the audit found; docs/findings.schema.json has the whole of it.",
);

export const STATUSES = ["clean", "findings", "failed"] as const;

export const batchAuditSchema = described(
  object({
    name: described(name, "Its name in the plan, and its directory below that of the summary."),
    train: described(name, "The corpus that was audited, as a path from the directory of the plan."),
    reference: described(v.nullable(name), "The reference: such a path, cross-fit or cross-fit=K; null for none."),
    status: described(
      v.picklist(STATUSES),
      "clean: no finding counts. findings: some do, by failOn and maxFindings. failed: there is no result.",
    ),
    error: described(v.nullable(v.string()), "Why it failed, in one line; null where it did not."),
    figures: v.nullable(reference(figuresSchema)),
  }),
  "One audit of the plan.",
);

/** One audit of a batch, as it ended. */
export type BatchAudit = v.InferOutput<typeof batchAuditSchema>;

const totalsSchema = described(
  object({
    audits: described(count, "Number of audits."),
    clean: described(count, "Number of those without findings that count."),
    withFindings: described(count, "Number of those with findings that count."),
    failed: described(count, "Number of those that could not run."),
    tokens: described(count, "Tokens of all corpora that were audited."),
    findings: described(count, "Findings of all audits."),
  }),
  "Sums over the audits.",
);

export const batchSchema = v.pipe(
  object({
    schemaVersion: described(v.literal(1), "Version of this schema; raised when a field goes or changes its meaning."),
    seginf: described(v.string(), "Version of seginf that wrote the document."),
    audits: described(listOf(reference(batchAuditSchema)), "The audits, in the order of the plan."),
    totals: totalsSchema,
  }),
  v.title("seginf batch"),
  v.description("The summary of a batch of audits: summary.json, and the output of seginf batch --format json."),
);

/** The summary of a batch. */
export type BatchSummary = v.InferOutput<typeof batchSchema>;

export { figuresSchema as batchFiguresSchema };

/** What a batch keeps of an audit that has ended, so that it is not run again: result.json next to its report. */
export const batchResultSchema = object({
  schemaVersion: v.literal(1),
  /** Of everything that the result follows from. */
  key: digest,
  audit: batchAuditSchema,
});

export type BatchResult = v.InferOutput<typeof batchResultSchema>;
