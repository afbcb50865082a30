import { type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import { plannedAuditSchema, planSchema, planSettingsSchema } from "../../src/batch/schema.js";
import { settingsSchema } from "../../src/cli/config/schema.js";
import { annotatedPatternSchema, annotatorSchema, annotatorsSchema } from "../../src/findings/annotators.js";
import { batchAuditSchema, batchFiguresSchema, batchSchema } from "../../src/findings/batch.js";
import * as evaluation from "../../src/findings/evaluation.js";
import * as explanation from "../../src/findings/explanation.js";
import { findingSchema, opposedSchema, signalsSchema } from "../../src/findings/finding.js";
import { patternSchema } from "../../src/findings/pattern.js";
import { carrierSchema, pieceSchema, placeSchema, sideSchema } from "../../src/findings/piece.js";
import { reasonSchema } from "../../src/findings/reason.js";
import { reportSchema } from "../../src/findings/report.js";
import { contextSchema, replacementSchema, segmentSchema } from "../../src/findings/segment.js";
import { corpusSchema, influenceSchema, taggerSchema } from "../../src/findings/summary.js";
import { clustersSchema, headSchema, statesSchema, vectorsSchema } from "../../src/findings/taggerFeatures.js";
import { labelScoreSchema, taggerScoreSchema } from "../../src/findings/taggerScore.js";
import * as validation from "../../src/findings/validation.js";
import { entrySchema, verdictsSchema } from "../../src/findings/verdicts/schema.js";

const SHARED = { replacement: replacementSchema, placed: segmentSchema, context: contextSchema };
const TAGGER = {
  corpus: corpusSchema,
  tagger: taggerSchema,
  vectors: vectorsSchema,
  clusters: clustersSchema,
  states: statesSchema,
  head: headSchema,
};

/** The documents, and the parts that their published schemas have names for. */
const DOCUMENTS = {
  findings: {
    schema: reportSchema,
    parts: {
      ...{ finding: findingSchema, signals: signalsSchema, opposed: opposedSchema, pattern: patternSchema },
      reason: reasonSchema,
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
  agreement: {
    schema: annotatorsSchema,
    parts: { annotator: annotatorSchema, pattern: annotatedPatternSchema },
  },
  evaluation: { schema: taggerScoreSchema, parts: { label: labelScoreSchema } },
  plan: { schema: planSchema, parts: { audit: plannedAuditSchema, settings: planSettingsSchema } },
  batch: { schema: batchSchema, parts: { audit: batchAuditSchema, figures: batchFiguresSchema } },
  verdicts: { schema: verdictsSchema, parts: { entry: entrySchema } },
} as const satisfies Record<string, { schema: GenericSchema; parts: Record<string, GenericSchema> }>;

export type DocumentName = keyof typeof DOCUMENTS;
export const DOCUMENT_NAMES = Object.keys(DOCUMENTS) as DocumentName[];
export const documentSchema = (name: DocumentName): GenericSchema => DOCUMENTS[name].schema;

/** The JSON Schema that docs/ publishes of a document. */
export function publishedSchema(name: DocumentName): JsonSchema {
  const { schema, parts } = DOCUMENTS[name];
  return published(name, schema, parts);
}

/** The JSON Schema that editors check configuration files with. */
export const publishedConfig = (): JsonSchema => published("config", settingsSchema);

function published(name: string, schema: GenericSchema, definitions?: Record<string, GenericSchema>): JsonSchema {
  const { $schema, title, description, ...rest } = toJsonSchema(schema, {
    target: "draft-2020-12",
    typeMode: "input",
    ...(definitions && { definitions }),
    // What JSON Schema cannot say (rules over several fields) or need not (JSON has no infinity).
    ignoreActions: ["readonly", "finite", "check", "raw_check"],
    overrideSchema: ({ valibotSchema: { type }, jsonSchema }) =>
      type === "nullable" ? nullAsType(jsonSchema) : type === "strict_object" ? withoutEmpty(jsonSchema) : undefined,
  });
  return { $schema, $id: `urn:seginf:${name}:1`, title, description, ...rest } as JsonSchema;
}

/** { type: ["number", "null"] } for a number or null, where nothing but its type would say so. */
function nullAsType({ anyOf, ...rest }: JsonSchema): JsonSchema | undefined {
  const [inner] = anyOf ?? [];
  if (typeof inner !== "object" || typeof inner.type !== "string") return undefined;
  if (inner.type === "object" || inner.enum !== undefined) return undefined;
  return { ...inner, ...rest, type: [inner.type, "null"] };
}

/** No list of the keys that must be there where none must. */
function withoutEmpty({ required, ...rest }: JsonSchema): JsonSchema | undefined {
  return required?.length === 0 ? rest : undefined;
}
