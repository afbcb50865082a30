import * as v from "valibot";
import { count, described, listOf, object, percent } from "./parts.js";

const COUNTS = {
  gold: described(count, "Segments of the gold standard."),
  predicted: described(count, "Predicted segments."),
  correct: described(count, "Predicted segments that the gold standard has with the same bounds and label."),
  precision: described(percent, "correct / predicted, in per cent; 0 where nothing is predicted."),
  recall: described(percent, "correct / gold, in per cent."),
  f1: described(percent, "Their harmonic mean, in per cent."),
};

export const labelScoreSchema = described(
  object({ label: described(v.string(), "The label."), ...COUNTS }),
  "The segments of one label.",
);

export const taggerScoreSchema = v.pipe(
  object({
    labels: described(listOf(labelScoreSchema), "By label, sorted."),
    total: described(object(COUNTS), "Over all labels."),
    tokens: described(count, "Number of tokens."),
    accuracy: described(percent, "Tokens tagged as in the gold standard, in per cent."),
  }),
  v.title("seginf evaluation"),
  v.description("The output of seginf evaluate --format json, counted as conlleval does. Per cent have two decimals."),
);
