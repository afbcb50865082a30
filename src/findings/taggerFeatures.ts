import * as v from "valibot";
import { count, described, digest, nonNegative, number, object } from "./parts.js";

export const vectorsSchema = described(
  object({
    name: described(v.string(), "What they are called: glove, or the file's name."),
    dimension: described(v.pipe(count, v.minValue(2)), "Numbers of each vector."),
    digest: described(digest, "SHA-256 of the words and their vectors."),
  }),
  "Word vectors that a tagger reads as features.",
);

/** The word vectors that a tagger uses. */
export type VectorSummary = v.InferOutput<typeof vectorsSchema>;

export const clustersSchema = described(
  object({
    name: described(v.string(), "The file's name."),
    words: described(count, "Number of words that have a cluster."),
    digest: described(digest, "SHA-256 of the words, their paths and counts."),
  }),
  "Word clusters that a tagger reads as features.",
);

/** The word clusters that a tagger uses. */
export type ClusterSummary = v.InferOutput<typeof clustersSchema>;

export const statesSchema = described(
  object({
    name: described(v.string(), "The file of the training corpus's states."),
    dimension: described(count, "Numbers of each state."),
    columns: described(count, "Columns that they become: principal components, and log-probabilities of labels."),
    digest: described(digest, "SHA-256 of the training corpus's states."),
  }),
  "Token states that a tagger reads as features.",
);

/** The token states that a tagger uses. */
export type StateSummary = v.InferOutput<typeof statesSchema>;

export const headSchema = described(
  object({
    kept: described(v.boolean(), "Whether the head stays as it is; it is refitted to the labels otherwise."),
    /** [‖δ‖] */
    distance: described(nonNegative, "Euclidean distance of the tagger's weights from those that it began with."),
    share: described(nonNegative, "The same, divided by the norm of those."),
    changed: described(
      object({
        train: described(count, "Of the training file."),
        reference: described(v.nullable(count), "Of the reference; null where there was none."),
      }),
      "Number of tokens that the tagger labels otherwise than the head as it was given.",
    ),
    referenceLossChange: described(
      v.nullable(number),
      "Loss of the reference under the tagger minus that under the head as it was given, in nats; null without a reference.",
    ),
  }),
  "The head of an encoder that a tagger began with, and how far the tagger has moved from it.",
);

/** How far a tagger has moved from the head that it began with. */
export type HeadSummary = v.InferOutput<typeof headSchema>;
