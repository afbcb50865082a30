import * as v from "valibot";
import { OFFSET_UNITS } from "../corpus/json/record.js";
import { SCHEMES } from "../corpus/scheme.js";
import type { CorpusFormat } from "../corpus/types.js";
import {
  atMost,
  count,
  described,
  digest,
  listOf,
  nonNegative,
  number,
  object,
  percent,
  position,
  ruled,
} from "./parts.js";
import { clustersSchema, headSchema, statesSchema, vectorsSchema } from "./taggerFeatures.js";

/** What a curve is whose figures are not those of its iterations. */
const UNEVEN = "has lists of different lengths";

const readingSchema = described(
  object({
    tokenColumn: v.nullable(v.string()),
    labelColumn: v.nullable(v.string()),
    allowRagged: v.boolean(),
    encoding: described(v.exactOptional(v.string()), "The file's encoding, where it is not UTF-8."),
    replaceInvalid: described(
      v.exactOptional(v.literal(true)),
      "Whether bytes that are not valid in the encoding were read as U+FFFD.",
    ),
    offsets: described(
      v.exactOptional(v.picklist(OFFSET_UNITS)),
      "What the offsets of spans count, where the user said so.",
    ),
    labelNames: described(
      v.exactOptional(listOf(v.string())),
      "The names of labels that the file gives as numbers, where the user gave them.",
    ),
  }),
  "How the columns were chosen; null for the default.",
);

const FORMATS = ["columns", "conllu", "jsonl"] as const satisfies readonly CorpusFormat[];

const fileSchema = described(
  object({
    file: described(v.string(), "Its name."),
    digest: described(digest, "SHA-256 of its bytes after decompression, in hex."),
    format: described(v.picklist(FORMATS), "How it is laid out."),
    reading: readingSchema,
  }),
  "One file of a corpus of several.",
);

export const corpusSchema = described(
  object({
    file: described(v.string(), "The file, as it was named on the command line; <stdin> for standard input."),
    digest: described(
      digest,
      "SHA-256 of the file's bytes after decompression, in hex: fixes are made to this very content only.",
    ),
    format: described(v.picklist(FORMATS), "How the file is laid out."),
    reading: readingSchema,
    scheme: described(v.picklist(SCHEMES), "How its tags spell segments; plain: every token is a segment."),
    sentences: described(count, "Number of sentences."),
    tokens: described(count, "Number of tokens."),
    segments: described(count, "Number of annotated segments."),
    illFormed: described(count, "Number of tags that break the scheme."),
    labels: described(listOf(v.string()), "The labels of its segments, sorted; under plain its tags."),
    files: described(
      v.exactOptional(listOf(fileSchema)),
      "The files, where the corpus was read from several: its digest is then that of their digests.",
    ),
  }),
  "A corpus file as it was read.",
);

/** A corpus as it was read, with its size. */
export type CorpusSummary = v.InferOutput<typeof corpusSchema>;

export const taggerSchema = described(
  object({
    kind: described(
      v.picklist(["crf", "softmax"]),
      "A linear-chain CRF, or one whose transitions are held at 0: a classifier of single tokens.",
    ),
    labels: described(count, "Number of tags that it tells apart."),
    features: described(count, "Number of distinct features."),
    parameters: described(count, "Number of weights, transitions among them."),
    vectors: described(v.nullable(vectorsSchema), "The word vectors that it reads; null without."),
    clusters: described(v.nullable(clustersSchema), "The word clusters that it reads; null without."),
    states: described(v.nullable(statesSchema), "The token states that it reads; null without."),
    head: described(
      v.nullable(headSchema),
      "The encoder's head that it began with; null where it began at zero weights.",
    ),
    lambda: described(nonNegative, "Strength of the L2 penalty: lambda / 2 times the squared norm of the weights."),
    iterations: described(count, "Iterations of the optimiser."),
    /** [L(θ)] */
    objective: described(number, "Regularised training loss at the end, in nats."),
    /** [‖∇L(θ)‖₂] */
    gradientNorm: described(nonNegative, "Euclidean norm of the objective's gradient at the end; 0 at the optimum."),
    /** [‖∇L(θ)‖ / ‖∇L(0)‖] */
    relativeGradientNorm: described(nonNegative, "The same, divided by the gradient's norm at zero weights."),
    converged: described(
      v.boolean(),
      "Whether the optimum was reached within the tolerance; influence is defined there only.",
    ),
    precision: described(
      v.nullable(percent),
      "Precision on the reference, per cent, as conlleval counts; on held-out folds where the corpus was its own reference, null where there was none.",
    ),
    recall: described(
      v.nullable(percent),
      "Recall on the reference, per cent, as conlleval counts; on held-out folds where the corpus was its own reference, null where there was none.",
    ),
    f1: described(
      v.nullable(percent),
      "F1 on the reference, per cent, as conlleval counts; on held-out folds where the corpus was its own reference, null where there was none.",
    ),
    curve: described(
      ruled(
        object({
          iterations: described(
            atMost(50, position),
            "The iterations that the other lists have figures of, at most 50, the last among them.",
          ),
          objective: described(listOf(number), "Regularised training loss, in nats."),
          relativeGradientNorm: described(listOf(number), "Norm of the gradient, divided by its norm at zero weights."),
        }),
        ({ iterations, ...figures }) => Object.values(figures).every(({ length }) => length === iterations.length),
        UNEVEN,
      ),
      "How training came along; empty where the model does not tell.",
    ),
  }),
  "The tagger that was trained on the training file.",
);

/** The tagger that was trained on the corpus, and its results on the reference in per cent. */
export type TaggerSummary = v.InferOutput<typeof taggerSchema>;
/** How training went: at the iterations listed, the last among them. */
export type TrainingCurve = TaggerSummary["curve"];

export const influenceSchema = described(
  object({
    targets: described(v.string(), "Which reference segments count: errors, all, or FILE:LINE."),
    targetSegments: described(count, "Number of reference segments that count."),
    /** [F] */
    referenceLoss: described(nonNegative, "Sum of their losses under the tagger, in nats."),
    cgIterations: described(count, "Iterations of conjugate gradients."),
    relativeResidual: described(
      nonNegative,
      "Norm of what the linear solve left over, divided by the norm of its right-hand side.",
    ),
    converged: described(v.boolean(), "Whether the residual is within the tolerance."),
    curve: described(
      ruled(
        object({
          iterations: described(
            atMost(50, position),
            "The iterations that the other lists have figures of, at most 50, the last among them.",
          ),
          relativeResidual: described(listOf(number), "Norm of the residual, divided by that of the right-hand side."),
        }),
        ({ iterations, relativeResidual }) => relativeResidual.length === iterations.length,
        UNEVEN,
      ),
      "How the residual of the linear solve fell.",
    ),
  }),
  "The reference loss that influence is about, and how exactly it was solved for.",
);

/** What influence was computed on, and how exactly. Losses in nats. */
export type InfluenceSummary = v.InferOutput<typeof influenceSchema>;
/** How a linear solve went: [‖b − Hx‖ / ‖b‖] at the iterations listed, the last among them. */
export type SolveCurve = InfluenceSummary["curve"];

export const verdictsSummarySchema = object({
  judged: described(position, "Verdicts ok and fixed on findings that had a score."),
  wrong: described(count, "Those that are fixed: the annotation was wrong."),
  expectedWrong: described(nonNegative, "How many were wrong by the scores that they had: their sum."),
  slope: described(nonNegative, "Log odds of all scores are multiplied by this,"),
  constant: described(number, "and this is added."),
});
