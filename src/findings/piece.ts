import * as v from "valibot";
import { count, described, listOf, nonNegative, number, object, position, reference, tokens } from "./parts.js";
import { contextSchema, segmentSchema } from "./segment.js";

export const carrierSchema = object({
  kind: described(v.picklist(["feature", "transition"]), "Of the tagger's weights."),
  name: described(v.string(), "Such as w[0]=Leeds, or B-PER → I-PER."),
  merged: described(
    listOf(v.string()),
    "Further features that stand at exactly the same training tokens: the figures are for all together.",
  ),
  influence: described(number, "Over all labels, in nats."),
  share: described(number, "Of the whole that is taken apart."),
});
/** A feature or a transition with what it carries of an influence; parts are exact and add up. */
export type Carrier = v.InferOutput<typeof carrierSchema>;

/** Where a piece is, and how it is annotated and read. */
const PLACE = {
  file: described(v.string(), "The file, as it was named on the command line."),
  line: described(position, "Line of the first token, from 1."),
  endLine: described(position, "Line of the last token, from 1; of a document, that of its last sentence."),
  sentence: described(count, "The sentence, from 0 over the file's sentences in order; of a document, its first."),
  sentenceId: described(v.nullable(v.string()), "The sentence's id in the file, null where it has none."),
  documentId: described(v.nullable(v.string()), "The document's id, null where the file marks none there."),
  start: described(count, "Offset of the first token in the sentence, from 0."),
  end: described(position, "Offset of the token after the last one in the sentence."),
  tokens: described(tokens, "The tokens; of a document, those of its first sentence."),
  label: described(
    v.nullable(v.string()),
    "As it stands: a segment's label (O for none), a token's tag, null for sentences and documents.",
  ),
  predicted: described(
    v.nullable(v.string()),
    "The tagger's label for exactly this piece, O for none; null for sentences and documents.",
  ),
  predictedSegments: described(
    listOf(segmentSchema),
    "The segments that the tagger reads there, as far as they overlap the piece; empty for documents.",
  ),
  loss: described(nonNegative, "Conditional loss of the labels as they stand, given those around them, in nats."),
  context: reference(contextSchema),
};

export const placeSchema = described(
  object({
    ...PLACE,
  }),
  "A piece of one of the two files.",
);
/** A piece of one of the two corpora. */
export type ExplainedPlace = v.InferOutput<typeof placeSchema>;

export const pieceSchema = described(
  object({
    role: described(
      v.picklist(["supports", "opposes"]),
      "Whether the training piece supports the labels of the reference piece or opposes them.",
    ),
    influence: described(
      number,
      "First-order change of the reference piece's loss if the training piece's labels were taken out of training, in nats. Below 0: it opposes the reference's labels.",
    ),
    expected: described(
      number,
      "What retraining without the training piece's labels is expected to do, in nats: the influence, corrected for the curvature that the piece holds.",
    ),
    relativeInfluence: described(number, "The same divided by the Euclidean norm of the listed piece's own gradient."),
    leadingInfluence: described(
      v.nullable(number),
      "The part of the influence that goes through the side's leading feature, in nats; null unless pieces are ordered by it.",
    ),
    share: described(
      number,
      "Share of the reference piece's loss that the training piece drives: minus the influence over the loss.",
    ),
    ...PLACE,
    carriedBy: described(
      listOf(carrierSchema),
      "The features and transitions that carry the influence, the largest first, as many as --features asks for.",
    ),
  }),
  "A piece of the other file, and the influence between the two; also one line of the JSONL format.",
);
/** A piece of the other corpus, and the influence between the two. */
export type Influence = v.InferOutput<typeof pieceSchema>;

export const sideSchema = described(
  object({
    count: described(count, "Number of pieces."),
    influence: described(number, "Of all of them together, in nats."),
    carriedBy: described(
      listOf(carrierSchema),
      "The features and transitions that carry the influence of all, the largest first.",
    ),
    leading: described(
      v.nullable(carrierSchema),
      "The feature that carries most, in this direction, of the influence of the whole file; null unless pieces are ordered by their part in it.",
    ),
    pieces: described(listOf(pieceSchema), "The strongest, as many as --limit asks for."),
  }),
  "All pieces that work in one direction.",
);
export type InfluenceSide = v.InferOutput<typeof sideSchema>;
