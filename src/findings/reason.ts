import * as v from "valibot";
import { OPINIONS } from "./opinions.js";
import {
  count,
  described,
  fraction,
  name,
  nonNegative,
  number,
  object,
  position,
  shortDigest,
  tokens,
} from "./parts.js";

/** What a tagger was trained on: the training file, both files, the reference, or all but the sentence's fold. */
export const TRAINED_ON = ["training", "both", "reference", "otherFolds"] as const;
export type TrainedOn = (typeof TRAINED_ON)[number];

const sameWordsSchema = described(
  object({
    kind: v.literal("sameWords"),
    corpus: described(v.picklist(["training", "reference"]), "The file that the words are looked up in."),
    words: described(tokens, "The words: of the segment that should stand there, or of the finding itself."),
    label: described(v.string(), "A label of these words; O for no segment."),
    count: described(count, "Places where they have this label."),
    of: described(
      position,
      "Places where these words are a segment of their own or outside every segment; the finding's own place does not count.",
    ),
  }),
  "How the same words are annotated in other places.",
);

const taggerSchema = described(
  object({
    kind: v.literal("tagger"),
    trainedOn: described(
      v.picklist(TRAINED_ON),
      "training: the training file; both: the training file and the reference; reference: the reference alone; otherFolds: the training file without the fold of this sentence.",
    ),
    label: described(v.string(), "The label suggested; O for no segment."),
    probability: described(
      v.nullable(fraction),
      "The tagger's probability of the suggestion, given the annotation of the rest of the sentence; null where it was not computed.",
    ),
    standing: described(fraction, "Its probability of the annotation as it stands."),
  }),
  "What a tagger predicts there.",
);

const patternReasonSchema = described(
  object({
    kind: v.literal("pattern"),
    pattern: described(shortDigest, "The pattern's id."),
    name: described(v.string(), "The pattern's rule in words."),
    count: described(position, "Number of its findings."),
    reference: described(
      v.nullable(object({ label: v.string(), count, of: position })),
      "Segments of the reference at the same anchor, and how many of them have the suggested label; null where it has none, or where the two cannot be compared.",
    ),
  }),
  "A systematic error that the finding is part of.",
);

const noiseChannelSchema = described(
  object({ kind: v.literal("noiseChannel"), probability: fraction }),
  "Probability that a tag of the segment is wrong, by a tagger that sees the training tags through a noise channel.",
);

const neighboursSchema = described(
  object({ kind: v.literal("neighbours"), share: fraction }),
  "Share of the nearest segments by word vectors that bear another label.",
);

const influenceReasonSchema = described(
  object({ kind: v.literal("influence"), share: number }),
  "Share of the reference loss that the segment's labels drive, to first order.",
);

const lossReasonSchema = described(
  object({ kind: v.literal("loss"), loss: nonNegative }),
  "Loss of the segment's labels under the tagger trained on the training file, in nats.",
);

const opinionsReasonSchema = described(
  object({ kind: v.literal("opinions"), ...OPINIONS }),
  "With token states: probabilities that the annotation is wrong, by the taggers that read no states and by those that do.",
);

const severalSchema = described(
  object({ kind: v.literal("several") }),
  "Nothing speaks against the annotation by itself: the score comes from several weak pieces of evidence.",
);

const schemeSchema = described(
  object({ kind: v.literal("scheme"), tag: described(name, "The tag as it stands.") }),
  "The tag cannot follow the one before it.",
);

const foreignSchema = described(
  object({ kind: v.literal("foreign"), tag: described(name, "The tag as it stands.") }),
  "The tag is not spelled as the file's tags are.",
);

/** Why a finding is there: the evidence that adds most to its log odds, as data; report/reason.ts words it. */
export const reasonSchema = described(
  v.variant("kind", [
    sameWordsSchema,
    taggerSchema,
    patternReasonSchema,
    noiseChannelSchema,
    neighboursSchema,
    influenceReasonSchema,
    lossReasonSchema,
    opinionsReasonSchema,
    severalSchema,
    schemeSchema,
    foreignSchema,
  ]),
  "Why the finding is there: the evidence that weighs most.",
);

export type Reason = v.InferOutput<typeof reasonSchema>;
export type ReasonOf<K extends Reason["kind"]> = Extract<Reason, { readonly kind: K }>;
