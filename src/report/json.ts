import * as v from "valibot";
import { encoded } from "../findings/encode.js";
import { findingSchema } from "../findings/finding.js";
import { type AuditReport, reportSchema } from "../findings/report.js";
import { recordOf } from "./record.js";

/** The document but for its findings, which come last and are many. */
const { findings: _, ...head } = reportSchema.entries;
const headSchema = v.strictObject(head);

/**
 * The whole report as one JSON document (docs/findings.schema.json), indented by two, keys in a fixed order, with a
 * newline at the end. Findings are written one by one.
 */
export function* json(report: AuditReport): Iterable<string> {
  const text = encoded(recordOf(headSchema, report), 2);
  yield `${text.slice(0, -"\n}".length)},\n  "findings": [`;
  let separator = "\n    ";
  for (const finding of report.findings) {
    yield separator + encoded(recordOf(findingSchema, finding), 2).replaceAll("\n", "\n    ");
    separator = ",\n    ";
  }
  yield report.findings.length === 0 ? "]\n}\n" : "\n  ]\n}\n";
}

/** Every finding as one line of JSON, in rank order; each equals an element of the document's `findings`. */
export function* jsonl(report: AuditReport): Iterable<string> {
  for (const finding of report.findings) yield `${encoded(recordOf(findingSchema, finding))}\n`;
}
