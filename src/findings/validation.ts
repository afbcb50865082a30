import * as v from "valibot";
import { count, described, listOf, nonNegative, number, object, position, reference, tokens } from "./parts.js";
import { corpusSchema } from "./summary.js";
import { headSchema } from "./taggerFeatures.js";

export const placeSchema = described(
  object({
    file: described(v.string(), "The file, as it was named on the command line."),
    line: described(position, "Line of the first token, from 1."),
    endLine: described(position, "Line of the last token."),
    tokens: described(tokens, "The tokens."),
    label: described(v.string(), "Its segment label, or the tag of a single token; O for none."),
  }),
  "A segment, or a single token.",
);
/** A training or reference segment of a pair. */
export type ValidationPlace = v.InferOutput<typeof placeSchema>;

export const pairSchema = object({
  direction: described(v.picklist(["removal", "relabelling"]), "Labels taken out of training, or replaced."),
  segment: described(reference(placeSchema), "The training segment."),
  relabelled: described(v.nullable(v.string()), "The label that it was given; null for a removal."),
  reference: described(
    object({
      file: described(v.string(), "The file, as it was named on the command line."),
      line: described(position, "Line of the first token, from 1."),
      endLine: described(position, "Line of the last token."),
      tokens: described(tokens, "The tokens."),
      label: described(v.string(), "Its segment label, or the tag of a single token; O for none."),
      predicted: described(v.string(), "What the tagger says there."),
    }),
    "The reference segment whose loss is followed.",
  ),
  firstOrder: described(number, "Influence, in nats."),
  oneStep: described(number, "After one Newton step, in nats."),
  refined: described(number, "After as many as it takes, in nats."),
  retrained: described(number, "After retraining, in nats."),
  noise: described(nonNegative, "How far retraining may still be from its optimum, in nats."),
});
/** Changes of one reference segment's loss f_T, nats. */
export type ValidationPair = v.InferOutput<typeof pairSchema>;

export const agreementSchema = object({
  pearson: described(v.nullable(number), "Pearson's correlation; null where one side does not vary."),
  spearman: described(v.nullable(number), "Spearman's correlation of ranks."),
  slope: described(v.nullable(number), "Of the line through the origin: retrained = slope times predicted."),
  sign: described(v.nullable(number), "Share of the pairs with the same sign, among those that retraining resolves."),
});
/** Predicted changes against those of retraining; null where one side does not vary. */
export type Agreement = v.InferOutput<typeof agreementSchema>;

export const directionSchema = object({
  direction: described(v.picklist(["removal", "relabelling"]), "Labels taken out of training, or replaced."),
  pairs: described(count, "Number of pairs."),
  firstOrder: described(reference(agreementSchema), "Of influence."),
  oneStep: described(reference(agreementSchema), "Of one Newton step."),
  refined: described(reference(agreementSchema), "Of the refined prediction."),
  noise: described(
    object({
      median: described(nonNegative, "Median over the pairs."),
      largest: described(nonNegative, "Largest."),
      unresolved: described(count, "Pairs above 1 %, which retraining cannot tell."),
    }),
    "How far retraining may be from its optimum, over the change that it found.",
  ),
  retrainings: described(count, "Number of retrainings."),
  products: described(
    object({
      oneStep: described(nonNegative, "Until one Newton step."),
      refined: described(nonNegative, "Until the refined prediction."),
      retrained: described(nonNegative, "Until the retraining ended."),
    }),
    "Products with the Hessian, the mean over the pairs.",
  ),
  nonconvex: described(count, "Retrainings in which the loss was not convex along the way."),
});
/** How well each prediction agrees with retraining, for removals or for relabellings. */
export type DirectionSummary = v.InferOutput<typeof directionSchema>;

export const validationSchema = v.pipe(
  object({
    schemaVersion: described(v.literal(1), "Version of this schema; raised when a field goes or changes its meaning."),
    seginf: described(v.string(), "Version of seginf that wrote the document."),
    train: described(reference(corpusSchema), "The training file."),
    reference: described(reference(corpusSchema), "The reference."),
    tagger: described(
      object({
        lambda: described(nonNegative, "Strength of the L2 penalty."),
        relativeGradientNorm: described(nonNegative, "Norm of the gradient at the optimum over that at zero weights."),
        converged: described(v.boolean(), "Whether the optimum was reached within the tolerance."),
        noise: described(
          nonNegative,
          "Largest first-order change that training to the very optimum would still make to a followed loss, in nats.",
        ),
        head: described(
          v.nullable(headSchema),
          "The encoder's head that it began with; null where it began at zero weights.",
        ),
      }),
      "The tagger that influence was worked out from.",
    ),
    design: described(v.picklist(["top", "random", "stratified"]), "How pairs were chosen."),
    targets: described(v.string(), "The reference segments to choose from, as --targets named them."),
    seed: described(count, "Of what was drawn at random."),
    referenceSegments: described(position, "Reference segments, or tokens, that were followed."),
    trainingSegments: described(position, "Training segments, or tokens, that were taken out or relabelled."),
    directions: described(listOf(directionSchema), "How predictions and retrainings agree, removals first."),
    pairs: described(listOf(pairSchema), "In the order chosen, removals first."),
  }),
  v.title("seginf validation"),
  v.description(
    "The output of seginf validate --format json. Numbers that are not integers are rounded to 6 significant digits.",
  ),
);
/** What `seginf validate` finds. */
export type ValidationReport = v.InferOutput<typeof validationSchema>;
/** How pairs were chosen. */
export type DesignName = ValidationReport["design"];
/** removal: the segment's labels are taken out of training; relabelling: they are replaced. */
export type Direction = ValidationPair["direction"];
