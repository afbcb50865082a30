import * as v from "valibot";
import { UNITS } from "../corpus/units.js";
import {
  count,
  described,
  listOf,
  nonNegative,
  number,
  object,
  percent,
  position,
  reference,
  tokens,
} from "./parts.js";
import { carrierSchema, placeSchema, sideSchema } from "./piece.js";
import { RANKS } from "./rankings.js";
import { replacementSchema, segmentSchema } from "./segment.js";
import { corpusSchema, taggerSchema } from "./summary.js";

export type * from "./piece.js";

export const onReferenceSchema = object({
  targetSegments: described(count, "Reference segments that the tagger gets wrong."),
  referenceLoss: described(nonNegative, "Their loss, in nats."),
  influence: described(number, "On all of them, in nats."),
  share: described(number, "Of their loss that the piece drives."),
  carriedBy: described(listOf(carrierSchema), "What carries it."),
  suggestion: described(
    v.nullable(v.string()),
    "The label that would serve best, or the one that --as names; null where there is none.",
  ),
  replacement: described(v.nullable(replacementSchema), "The same as segments."),
  relabelInfluence: described(
    v.nullable(number),
    "First-order change of the reference loss with the suggestion, in nats.",
  ),
});
/** What a training piece does to the whole reference. */
export type OnReference = v.InferOutput<typeof onReferenceSchema>;

export const changedReadingSchema = described(
  object({
    file: described(v.string(), "The reference."),
    line: described(position, "Line of the first token."),
    tokens: described(tokens, "The tokens."),
    label: described(v.string(), "The reference's label, O for none."),
    before: described(v.string(), "What the tagger says now."),
    after: described(v.string(), "What the changed tagger says."),
  }),
  "A reference segment that a changed tagger reads otherwise.",
);
export type ChangedReading = v.InferOutput<typeof changedReadingSchema>;

export const outcomeSchema = object({
  relabelledAs: described(
    v.nullable(v.string()),
    "The label that the piece was trained with; null: its labels were taken out.",
  ),
  converged: described(v.boolean(), "Whether retraining came to its optimum."),
  predicted: described(
    v.nullable(v.string()),
    "What the retrained tagger says there; null for sentences and documents.",
  ),
  predictedSegments: described(listOf(segmentSchema), "The segments that it reads there."),
  ownLossChange: described(number, "Change of the loss of the piece's labels as they stand, in nats."),
  referenceLossChange: described(
    number,
    "Change of the loss of the reference segments that the tagger got wrong, in nats.",
  ),
  precision: described(percent, "On the reference, per cent."),
  recall: described(percent, "On the reference, per cent."),
  f1: described(percent, "On the reference, per cent."),
  fixed: described(listOf(changedReadingSchema), "Reference segments that it reads rightly now."),
  broken: described(listOf(changedReadingSchema), "Those that it no longer reads rightly."),
});
/** What a tagger does that was trained on other labels of the piece. */
export type Outcome = v.InferOutput<typeof outcomeSchema>;

export const explanationSchema = v.pipe(
  object({
    schemaVersion: described(v.literal(1), "Version of this schema; raised when a field goes or changes its meaning."),
    seginf: described(v.string(), "Version of seginf that wrote the document."),
    train: described(reference(corpusSchema), "The training file."),
    reference: described(reference(corpusSchema), "The reference."),
    tagger: described(reference(taggerSchema), "The tagger that was trained on the training file."),
    side: described(v.picklist(["train", "reference"]), "The file that the explained place stands in."),
    unit: described(v.picklist(UNITS), "What counts as one piece of the training file."),
    referenceUnit: described(v.picklist(UNITS), "What counts as one piece of the reference."),
    contextTokens: described(count, "Tokens on either side whose labels count with a piece of the training file."),
    rank: described(
      v.picklist(RANKS),
      "What the pieces are ordered by: expected, influence, relativeInfluence, or leadingInfluence.",
    ),
    at: described(
      v.nullable(placeSchema),
      "What is explained; null for all that the tagger gets wrong in the reference.",
    ),
    targets: described(
      v.nullable(
        object({
          segments: described(count, "Reference segments that the tagger gets wrong."),
          loss: described(nonNegative, "Their loss, in nats."),
        }),
      ),
      "How much that is; null for a single place.",
    ),
    solve: described(
      object({
        cgIterations: described(count, "Products with the Hessian."),
        relativeResidual: described(nonNegative, "Of the solve."),
        converged: described(v.boolean(), "Whether it is within --cg-tolerance."),
      }),
      "The precision of the solve.",
    ),
    ofTraining: described(
      v.nullable(
        object({
          influence: described(number, "Of all training sentences together, in nats."),
          carriedBy: described(listOf(carrierSchema), "The features and transitions that carry it, the largest first."),
        }),
      ),
      "What the training corpus as a whole does to the explained place; null for places in it.",
    ),
    supports: described(
      reference(sideSchema),
      "Pieces of the other file between which and the explained one the influence is above 0.",
    ),
    opposes: described(reference(sideSchema), "Those between which it is below 0."),
    onReference: described(
      v.nullable(onReferenceSchema),
      "What a training piece does to all that the tagger gets wrong in the reference; null for places in the reference.",
    ),
    outcomes: described(
      listOf(outcomeSchema),
      "What retraining does: without the piece's labels, and with other ones. Empty for places in the reference.",
    ),
  }),
  v.title("seginf explanation"),
  v.description(
    "The output of seginf explain --format json. Numbers that are not integers are rounded to 6 significant digits.",
  ),
);
/** Why the tagger reads a reference piece as it does, or what a training piece does to the reference. */
export type Explanation = v.InferOutput<typeof explanationSchema>;
