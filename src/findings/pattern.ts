import * as v from "valibot";
import { count, described, fraction, listOf, number, object, position, shortDigest } from "./parts.js";

export const patternSchema = described(
  object({
    id: described(shortDigest, "Names the pattern by its rule, never by its instances."),
    name: described(v.string(), 'The rule in words, such as ORG → LOC when the previous word is "at".'),
    label: described(v.string(), "The label as it stands, O for no segment."),
    suggestion: described(v.string(), "The label suggested instead, O for no segment."),
    anchor: described(
      object({
        kind: v.string(),
        value: v.string(),
      }),
      "What its segments have in common.",
    ),
    findings: described(listOf(shortDigest), "Fingerprints of its candidates, in file order."),
    places: described(
      listOf(
        object({
          file: v.string(),
          line: position,
        }),
      ),
      "Where they stand, in the same order.",
    ),
    agree: described(count, "Segments of the training file that the anchor fits and that bear the label as it stands."),
    disagree: described(count, "Segments of the training file that the anchor fits and that bear the label suggested."),
    probability: described(
      fraction,
      "The estimated share of its findings that are wrong, known of all together better than of each.",
    ),
    /** [−Σ Δ(S) / F] */
    share: described(number, "Share of the reference loss that its segments drive, to first order."),
    /** [Σ Δ(S→y')] */
    relabelInfluence: described(
      number,
      "Change of the reference loss, in nats and to first order, if all its segments were relabelled.",
    ),
    pValue: described(
      fraction,
      "Chance of as many such findings at the anchor if they fell at random, corrected for the anchors tried.",
    ),
  }),
  "A systematic error: many findings that one rule describes.",
);

/** A systematic error: many findings that one rule describes. */
export type Pattern = v.InferOutput<typeof patternSchema>;
/** What the segments of a pattern have in common: "word", "lower", "head", "suffix", "previous", "document" …, and its value. */
export type Anchor = Pattern["anchor"];
