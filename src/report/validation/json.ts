import { encoded } from "../../findings/encode.js";
import type { ValidationReport } from "../../findings/validation.js";
import { rounded } from "../numbers.js";

/** The whole report (docs/validation.schema.json) as one JSON document, indented by two, numbers rounded as in all reports. */
export function validationJson(report: ValidationReport): string {
  return `${encoded(report, 2, round)}\n`;
}

const round = (_: string, value: unknown): unknown => (typeof value === "number" ? rounded(value) : value);
