import * as v from "valibot";
import { SCHEMES } from "../corpus/scheme.js";
import { SeginfError } from "../errors.js";
import { type Field, fields } from "../features/fields.js";
import { count, digest, listOf, nonNegative, number, object } from "../findings/parts.js";
import { shaped } from "../findings/shape.js";
import { taggerSchema } from "../findings/summary.js";
import type { SealedContent } from "../storage/sealed.js";
import { TAGGER_KINDS } from "./shape.js";

const templateSchema = object({
  name: v.string(),
  macros: listOf(
    object({
      offset: v.pipe(number, v.integer()),
      column: v.union([v.literal("word"), count], 'is neither "word" nor the number of a column'),
      field: v.picklist(Object.keys(fields) as Field[]),
    }),
  ),
});

/** How a tagger was trained; everything that the result depends on, and how far training came. */
const trainingSchema = object({
  ...{ lambda: nonNegative, minCount: count, tolerance: nonNegative, iterations: count },
  /** L(θ), nats. */
  objective: number,
  /** ‖∇L(θ)‖₂ */
  gradientNorm: nonNegative,
  /** ‖∇L(θ)‖ / ‖∇L(0)‖ */
  relativeGradientNorm: nonNegative,
  ...{ converged: v.boolean(), sentences: count, tokens: count },
  /** SHA-256 (hex) of the training tokens, tags and sentence bounds. */
  corpusDigest: digest,
});
/** How a tagger was trained: everything that the result depends on, and how far training came. */
export type Training = v.InferOutput<typeof trainingSchema>;

/** What of a tagger is JSON. Models of before there was a choice are CRFs, and hold neither vectors nor a curve. */
export const modelHeaderSchema = v.pipe(
  v.object({
    description: v.string(),
    kind: v.optional(v.picklist(TAGGER_KINDS), "crf"),
    labels: listOf(v.string()),
    scheme: v.picklist(SCHEMES),
    templates: listOf(templateSchema),
    vectors: v.optional(
      v.nullable(object({ name: v.string(), offsets: listOf(v.pipe(number, v.integer())), dimension: count, digest })),
      null,
    ),
    training: trainingSchema,
    curve: v.optional(taggerSchema.entries.curve, { iterations: [], objective: [], relativeGradientNorm: [] }),
  }),
  v.readonly(),
);
export type ModelHeader = v.InferOutput<typeof modelHeaderSchema>;

/**
 * The header of a model.
 *
 * @param file what messages call the model
 * @throws SeginfError for a header of another shape: a seal proves that nothing has changed, not who wrote it
 */
export function modelHeader({ header }: SealedContent, file: string): ModelHeader {
  return shaped(modelHeaderSchema, header, "its header", ({ what }) => {
    throw new SeginfError(`the parts of the model do not fit together: ${what}`, { file }, "train it again");
  });
}
