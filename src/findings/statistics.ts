import * as v from "valibot";
import { count, described, fraction, listOf, nonNegative, object, position } from "./parts.js";

export const documentSchema = described(
  object({
    id: described(v.string(), "The document's id in the file."),
    line: described(position, "Line of its first token."),
    sentences: described(position, "Number of its sentences."),
    expected: described(nonNegative, "Expected number of errors: the sum of its candidates' scores."),
    perSentence: described(nonNegative, "The same per sentence."),
  }),
  "A document of the training file, and how many errors it is expected to have.",
);
export type DocumentErrors = v.InferOutput<typeof documentSchema>;

const labelSchema = described(
  object({
    label: described(v.string(), "The label as it stands; O for words outside every segment that may be one."),
    candidates: described(count, "Candidates with this label."),
    expected: described(nonNegative, "Expected number of errors among them: the sum of their scores."),
    share: described(fraction, "The same as a share of the candidates."),
  }),
  "How much of a label is expected to be wrong.",
);

const confusionSchema = described(
  object({
    label: described(v.string(), "The label as it stands."),
    suggestion: described(v.string(), "The label suggested; the same label where only the bounds change."),
    findings: described(count, "Candidates at or above the threshold with this change."),
    expected: described(nonNegative, "Expected number of errors with this change: the sum of the scores."),
  }),
  "A label and what is suggested instead.",
);

const duplicateSchema = described(
  object({
    tokens: described(listOf(v.string()), "The sentence's tokens."),
    places: described(listOf(object({ file: v.string(), line: position })), "Where it begins, in file order."),
    annotations: described(count, "Number of different annotations that it has."),
  }),
  "A sentence that occurs several times and is annotated differently.",
);

export const statisticsSchema = described(
  object({
    expected: described(nonNegative, "Expected number of errors in the training file: the sum of all scores."),
    share: described(fraction, "The same as a share of the candidates."),
    labels: described(listOf(labelSchema), "By label as it stands, the most errors first."),
    confusion: described(listOf(confusionSchema), "By label and suggestion, the most errors first."),
    duplicates: described(listOf(duplicateSchema), "Equal sentences that are annotated differently, in file order."),
  }),
  "What --statistics adds up over all candidates.",
);
export type Statistics = v.InferOutput<typeof statisticsSchema>;
