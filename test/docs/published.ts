import { type ConversionConfig, type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import * as evaluation from "../../src/findings/evaluation.js";
import * as explanation from "../../src/findings/explanation.js";
import { findingSchema, opposedSchema, signalsSchema } from "../../src/findings/finding.js";
import { patternSchema } from "../../src/findings/pattern.js";
import { carrierSchema, pieceSchema, placeSchema, sideSchema } from "../../src/findings/piece.js";
import { reportSchema } from "../../src/findings/report.js";
import { contextSchema, replacementSchema, segmentSchema } from "../../src/findings/segment.js";
import { corpusSchema, influenceSchema, taggerSchema, vectorsSchema } from "../../src/findings/summary.js";
import * as validation from "../../src/findings/validation.js";
import { entrySchema, verdictsSchema } from "../../src/findings/verdicts/schema.js";

const SHARED = { replacement: replacementSchema, placed: segmentSchema, context: contextSchema };
const TAGGER = { corpus: corpusSchema, tagger: taggerSchema, vectors: vectorsSchema };

/** The documents, and the parts that their published schemas have names for. */
const DOCUMENTS = {
  findings: {
    schema: reportSchema,
    parts: {
      ...{ finding: findingSchema, signals: signalsSchema, opposed: opposedSchema, pattern: patternSchema },
      ...{ ...SHARED, ...TAGGER, influence: influenceSchema },
    },
  },
  explanation: {
    schema: explanation.explanationSchema,
    parts: {
      ...{ place: placeSchema, piece: pieceSchema, side: sideSchema, carrier: carrierSchema },
      ...{ onReference: explanation.onReferenceSchema, outcome: explanation.outcomeSchema },
      ...{ changedReading: explanation.changedReadingSchema },
      ...{ ...SHARED, ...TAGGER },
    },
  },
  validation: {
    schema: validation.validationSchema,
    parts: {
      ...{ direction: validation.directionSchema, agreement: validation.agreementSchema },
      ...{ pair: validation.pairSchema, place: validation.placeSchema, corpus: corpusSchema },
    },
  },
  score: {
    schema: evaluation.scoreSchema,
    parts: {
      ...{ ranking: evaluation.rankingSchema, level: evaluation.levelSchema, family: evaluation.familySchema },
      ...{ cut: evaluation.cutSchema, recallPoint: evaluation.recallPointSchema },
      ...{ suggestions: evaluation.suggestionsSchema },
      ...{ calibration: evaluation.calibrationSchema, bin: evaluation.binSchema },
    },
  },
  verdicts: { schema: verdictsSchema, parts: { entry: entrySchema } },
} as const satisfies Record<string, { schema: GenericSchema; parts: Record<string, GenericSchema> }>;

export type DocumentName = keyof typeof DOCUMENTS;
export const DOCUMENT_NAMES = Object.keys(DOCUMENTS) as DocumentName[];
export const documentSchema = (name: DocumentName): GenericSchema => DOCUMENTS[name].schema;

/** The JSON Schema that docs/ publishes of a document. */
export function publishedSchema(name: DocumentName): JsonSchema {
  const { schema, parts } = DOCUMENTS[name];
  const { $schema, title, description, ...rest } = toJsonSchema(schema, {
    target: "draft-2020-12",
    typeMode: "input",
    definitions: parts as Record<string, GenericSchema>,
    // What JSON Schema cannot say (rules over several fields) or need not (JSON has no infinity).
    ignoreActions: ["readonly", "finite", "check", "raw_check"],
    overrideSchema: nullAsType,
  } as ConversionConfig);
  return { $schema, $id: `urn:seginf:${name}:1`, title, description, ...rest } as JsonSchema;
}

/** { type: ["number", "null"] } for a number or null, where nothing but its type would say so. */
const nullAsType: ConversionConfig["overrideSchema"] = ({ valibotSchema, jsonSchema }) => {
  const [inner] = jsonSchema.anyOf ?? [];
  if (valibotSchema.type !== "nullable" || typeof inner !== "object" || Array.isArray(inner.type)) return undefined;
  if (inner.type === undefined || inner.type === "object" || inner.enum !== undefined) return undefined;
  const { anyOf: _, ...rest } = jsonSchema;
  return { ...inner, ...rest, type: [inner.type, "null"] } as unknown as JsonSchema;
};
