import * as v from "valibot";
import { described, fraction, object } from "./parts.js";

/** What two audits of one corpus say of a finding. */
export const OPINIONS = {
  withoutStates: described(
    v.nullable(fraction),
    "By the taggers that read no token states; null where they see no reason to look at it.",
  ),
  withStates: described(fraction, "By the taggers that read them."),
};

export const opinionsSchema = described(
  object(OPINIONS),
  "With token states: the probabilities that the segment is wrong which its score is made of, before patterns.",
);

/** The probabilities that a finding is wrong by the taggers without token states and by those with them. */
export type FindingOpinions = v.InferOutput<typeof opinionsSchema>;
