import * as v from "valibot";
import { count, described, fraction, listOf, number, object, shortDigest } from "./parts.js";

/** f1: 2 |A ∩ B| / (|A| + |B|) of segments; kappa: Cohen's κ of the labels of tokens. */
const pairSchema = object({
  f1: described(fraction, "F1 of segments with their bounds and labels; 1 where both annotations have none."),
  kappa: described(number, "Cohen's kappa of the labels of tokens; 1 where both give every token the same label."),
});

export const annotatorSchema = described(
  object({
    annotator: described(v.string(), "The column, as it was named on the command line."),
    segments: described(count, "Number of segments."),
    withLabels: described(pairSchema, "Agreement with the labels that were audited."),
    withOthers: described(pairSchema, "The means over the other annotators."),
  }),
  "How one annotation agrees with others.",
);

export const annotatedPatternSchema = described(
  object({
    id: described(shortDigest, "The pattern's id."),
    name: described(v.string(), "Its rule in words."),
    label: described(v.string(), "Label of its findings as they stand."),
    suggestion: described(v.string(), "Label that is suggested."),
    findings: described(count, "Number of its findings."),
    annotators: listOf(
      object({
        annotator: described(v.string(), "The column."),
        standing: described(count, "Findings that the annotator labels as they stand."),
        suggested: described(count, "Findings that the annotator labels as suggested."),
        pValue: described(fraction, "One-sided, that the annotator labels as they stand no more than the others do."),
      }),
    ),
  }),
  "Who labelled a pattern's findings as they stand.",
);

export const annotatorsSchema = v.pipe(
  object({
    annotators: listOf(annotatorSchema),
    patterns: described(listOf(annotatedPatternSchema), "The patterns of the report, in its order."),
  }),
  v.title("seginf agreement"),
  v.description(
    "The output of seginf agreement --format json. Numbers that are not integers are rounded to 6 significant digits.",
  ),
);
