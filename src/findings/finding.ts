import * as v from "valibot";
import { FINDING_KINDS, RULES } from "./kinds.js";
import { opinionsSchema } from "./opinions.js";
import {
  count,
  described,
  fraction,
  listOf,
  nonNegative,
  number,
  object,
  position,
  reference,
  ruled,
  shortDigest,
  tokens,
} from "./parts.js";
import { reasonSchema } from "./reason.js";
import { contextSchema, EMPTY_SPAN, holdsToken, replacementSchema } from "./segment.js";

/** Influence and loss in nats; docs/method.md has the symbols in brackets. */
export const signalsSchema = described(
  object({
    /** [Δ(S)] */
    influence: described(
      v.nullable(number),
      "Change of the reference loss, in nats and to first order, if the segment's labels were taken out of training. Below 0: the segment is harmful. Null without a reference.",
    ),
    /** [Δ(S→y')] */
    relabelInfluence: described(
      v.nullable(number),
      "Change of the reference loss, in nats and to first order, if the segment were relabelled to the suggestion. Below 0: relabelling helps. Null without a reference.",
    ),
    /** [ℓ_S] */
    loss: described(number, "Loss of the segment's labels under the tagger, given the labels around it, in nats."),
    marginal: described(
      fraction,
      "Probability of the segment's labels under the tagger, the rest of the sentence summed out.",
    ),
    crossValidatedLoss: described(
      v.nullable(nonNegative),
      "Loss of the segment's labels under a tagger trained without its fold, in nats; null where it was not worked out.",
    ),
    /** [Σ(S)] */
    selfInfluence: described(
      v.nullable(nonNegative),
      "g'H^-1 g of the segment's own gradient g: how much, in nats and to first order, its loss would grow if its labels were taken out of training. Solved for the first findings (--opposed), worked out with the Hessian's diagonal for the others; null where it was not worked out.",
    ),
    refitLoss: described(
      v.nullable(nonNegative),
      "Loss of the segment's labels under a tagger trained on the training file and the weighted reference, in nats; null where it was not worked out.",
    ),
    referenceTaggerLoss: described(
      v.nullable(nonNegative),
      "Loss of the segment's labels under a tagger trained on the reference alone, in nats; null where it was not worked out.",
    ),
    variation: described(
      v.nullable(fraction),
      "Share of the same words elsewhere that bear another label; null where it was not worked out.",
    ),
    neighbours: described(
      v.nullable(fraction),
      "Share of the nearest segments by word vectors that bear another label; null where it was not worked out.",
    ),
    noiseChannel: described(
      v.nullable(fraction),
      "Probability that a tag of the segment is wrong, by a tagger that sees the training tags through a noise channel; null where it was not worked out.",
    ),
  }),
  "The figures behind a score.",
);

/** Influence and loss in nats, marginal a probability. In brackets: the symbols of docs/method/. */
export type Signals = v.InferOutput<typeof signalsSchema>;

const refinedSchema = described(
  object({
    influence: described(number, "If the segment's labels were taken out of training."),
    relabelInfluence: described(v.nullable(number), "If the suggestion stood there; null where there is none."),
  }),
  "With --refine, for its first findings: changes of the reference loss as retraining would make them, by Newton steps until they move it by a twentieth at most. Nats; below 0 the reference gains.",
);
/** What `--refine` adds to a finding. */
export type RefinedInfluence = v.InferOutput<typeof refinedSchema>;

export const opposedSchema = described(
  object({
    file: described(v.string(), "The reference file, as it was named on the command line."),
    line: described(position, "Line of the segment's first token, from 1."),
    tokens: described(tokens, "The segment's tokens."),
    label: described(v.string(), "Its label in the reference; O where the reference has no segment."),
    predicted: described(v.string(), "What the tagger predicts there; O for no segment."),
    influence: described(
      number,
      "Change of this one segment's loss, in nats and to first order, if the training segment's labels were taken out of training. Below 0: the training segment makes this loss larger.",
    ),
    context: described(reference(contextSchema), "Up to 8 tokens either side, within the sentence."),
  }),
  "A reference segment that a training segment pushes the tagger away from.",
);

/** A reference segment whose loss a training segment increases. */
export type Opposed = v.InferOutput<typeof opposedSchema>;

export const findingSchema = described(
  ruled(
    object({
      rank: described(position, "Place in the ranking, from 1."),
      score: described(fraction, "How suspicious the segment is; higher is more."),
      unscaledScore: v.exactOptional(
        described(fraction, "The score before the baseline's verdicts moved it; only where they do."),
      ),
      opinions: v.exactOptional(opinionsSchema),
      kind: described(
        v.picklist(FINDING_KINDS),
        "label: another label on the same span; span: other bounds, a split or a merge; spurious: no segment there; missed: a segment where there is none; ill-formed: the tags break their scheme; foreign: a tag that is not of the scheme; reference: the reference file's own segment looks wrong.",
      ),
      rule: described(v.picklist(RULES), "The rule that the finding breaks; docs/rules has a page for each."),
      file: described(v.string(), "The training file, as it was named on the command line."),
      line: described(position, "Line of the segment's first token, from 1."),
      endLine: described(position, "Line of the segment's last token, from 1."),
      sentence: described(count, "The sentence, from 0 over the file's sentences in order."),
      sentenceId: described(
        v.nullable(v.string()),
        "The sentence's id in the file (CoNLL-U sent_id, JSONL id), null where it has none.",
      ),
      documentId: described(v.nullable(v.string()), "The document's id in the file, null where it marks none."),
      start: described(count, "Offset of the segment's first token in the sentence, from 0."),
      end: described(position, "Offset of the token after the segment in the sentence, from 0."),
      tokens: described(tokens, "The segment's tokens."),
      label: described(
        v.string(),
        "The segment's label as it stands, O for no segment. In ill-formed and foreign findings: the tag as it stands.",
      ),
      suggestion: described(
        v.string(),
        "The label suggested instead, O for no segment. In ill-formed and foreign findings: the tag that should stand there.",
      ),
      replacement: described(
        v.nullable(replacementSchema),
        "The suggestion as segments; null in ill-formed and foreign findings, whose suggestion is a tag.",
      ),
      share: described(
        v.nullable(number),
        "Share of the reference loss that the segment's labels drive, to first order: -influence / referenceLoss. 0.03 is 3 per cent; below 0 the labels lower the loss. Null without a reference.",
      ),
      reason: described(reference(reasonSchema), "Why it is there: the evidence that weighs most."),
      signals: described(reference(signalsSchema), "The figures behind the score."),
      refined: v.exactOptional(refinedSchema),
      opposes: described(
        listOf(opposedSchema),
        "Reference segments that the segment opposes most (worked out for the first --opposed findings, empty for the others), the most opposed first.",
      ),
      context: described(reference(contextSchema), "The tokens around the segment."),
      fingerprint: described(
        shortDigest,
        "Names the finding by its content (sentence, span, label as it stands), never by its place in the file nor by what is suggested.",
      ),
    }),
    holdsToken,
    EMPTY_SPAN,
  ),
  "One suspicious segment of the training file; also one line of the JSONL format.",
);

/** A suspicious segment. An `ill-formed` or `foreign` one is about a tag: `label` and `suggestion` are tags, and nothing replaces it. */
export type Finding = v.InferOutput<typeof findingSchema>;
