import * as v from "valibot";
import { SCHEMES } from "../corpus/scheme.js";
import { SeginfError } from "../errors.js";
import { nonNegative, position, ruled } from "../findings/parts.js";
import { shaped } from "../findings/shape.js";
import { templatesSchema } from "./modelHeader.js";
import { TAGGER_KINDS } from "./shape.js";

const positive = ruled(nonNegative, (value) => value > 0, "is not above 0");

const trainingSchema = v.looseObject({
  templates: templatesSchema,
  scheme: v.picklist(SCHEMES),
  kind: v.optional(v.picklist(TAGGER_KINDS)),
  lambda: positive,
  minCount: position,
  tolerance: positive,
  maxIterations: position,
});

/** @throws SeginfError for options that no training can follow: what the command line checks as flags */
export function checkTrainOptions(options: unknown): void {
  refused(trainingSchema, options, "the training options");
}

/** @throws SeginfError where these are no feature templates, or none at all */
export function checkTemplates(templates: unknown): void {
  refused(v.object({ templates: templatesSchema }), { templates }, "the templates");
}

function refused(schema: v.GenericSchema, options: unknown, whole: string): void {
  shaped(schema, options, whole, ({ what }) => {
    throw new SeginfError(what, {}, "see docs/library.md");
  });
}
