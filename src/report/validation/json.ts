import { encoded } from "../../findings/encode.js";
import { type ValidationReport, validationSchema } from "../../findings/validation.js";
import { recordOf } from "../record.js";

/** The whole report (docs/validation.schema.json) as one JSON document, indented by two. */
export function validationJson(report: ValidationReport): string {
  return `${encoded(recordOf(validationSchema, report), 2)}\n`;
}
