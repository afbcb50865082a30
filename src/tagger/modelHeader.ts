import * as v from "valibot";
import { SCHEMES } from "../corpus/scheme.js";
import { SeginfError } from "../errors.js";
import { CLUSTER_FIELDS } from "../features/clusters/fields.js";
import { type Field, fields } from "../features/fields.js";
import { count, digest, listOf, nonNegative, number, object, ruled } from "../findings/parts.js";
import { shaped } from "../findings/shape.js";
import { type TrainingCurve, taggerSchema } from "../findings/summary.js";
import type { SealedContent } from "../storage/sealed.js";
import { TAGGER_KINDS } from "./shape.js";

const templateSchema = object({
  name: v.string(),
  macros: listOf(
    object({
      offset: v.pipe(number, v.integer()),
      column: v.union([v.literal("word"), count], 'is neither "word" nor the number of a column'),
      field: v.picklist([...(Object.keys(fields) as Field[]), ...CLUSTER_FIELDS]),
    }),
  ),
});

/** Feature templates, one at least. */
export const templatesSchema = ruled(listOf(templateSchema), (templates) => templates.length > 0, "is empty");

/** How a tagger was trained; everything that the result depends on, and how far training came. */
const trainingSchema = object({
  ...{
    lambda: ruled(nonNegative, (lambda) => lambda > 0, "is not above 0"),
    minCount: count,
    tolerance: nonNegative,
    iterations: count,
  },
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

/** Token states that a model was trained with; their mean and axes are sections. */
const statesSchema = object({
  name: v.string(),
  dimension: count,
  kept: count,
  labels: listOf(v.string()),
  model: v.nullable(v.string()),
  digest,
  /** Of a tagger that began as another one's head. */
  head: v.nullable(object({ scale: ruled(number, (scale) => scale > 0, "is not above 0"), asGiven: v.boolean() })),
});

const DISTINCT = "is empty, or names a label twice";

const isEven = ({ iterations, objective, relativeGradientNorm }: TrainingCurve): boolean =>
  objective.length === iterations.length && relativeGradientNorm.length === iterations.length;

/** What of a tagger is JSON. Models of before there was a choice are CRFs, and hold no vectors, clusters, states or curve. */
export const modelHeaderSchema = v.pipe(
  v.object({
    description: v.string(),
    kind: v.optional(v.picklist(TAGGER_KINDS), "crf"),
    labels: ruled(
      listOf(v.string()),
      (labels) => labels.length > 0 && new Set(labels).size === labels.length,
      DISTINCT,
    ),
    scheme: v.picklist(SCHEMES),
    templates: templatesSchema,
    vectors: v.optional(
      v.nullable(object({ name: v.string(), offsets: listOf(v.pipe(number, v.integer())), dimension: count, digest })),
      null,
    ),
    clusters: v.optional(v.nullable(object({ name: v.string(), words: count, digest })), null),
    states: v.optional(v.nullable(statesSchema), null),
    training: trainingSchema,
    curve: v.optional(ruled(taggerSchema.entries.curve, isEven, "has lists of different lengths"), {
      iterations: [],
      objective: [],
      relativeGradientNorm: [],
    }),
  }),
  v.readonly(),
);
/** What a model's file says besides its arrays. */
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
