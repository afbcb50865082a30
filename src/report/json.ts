import * as v from "valibot";
import { encoded } from "../findings/encode.js";
import { findingSchema } from "../findings/finding.js";
import { type AuditReport, reportSchema } from "../findings/report.js";
import { JsonItems, jsonChunks } from "./jsonStream.js";
import { recordOf } from "./record.js";

/** The document but for its findings, which come last and are many. */
const { findings: _, ...head } = reportSchema.entries;
const headSchema = v.strictObject(head);

/**
 * The whole report as one JSON document (docs/findings.schema.json), indented by two, keys in a fixed order, with a
 * newline at the end. Findings are written one by one.
 */
export function* json(report: AuditReport): Iterable<string> {
  yield* jsonChunks({ ...recordOf(headSchema, report), findings: new JsonItems(findingRecords(report)) });
  yield "\n";
}

function* findingRecords({ findings }: AuditReport): Iterable<unknown> {
  for (const finding of findings) yield recordOf(findingSchema, finding);
}

/** Every finding as one line of JSON, in rank order; each equals an element of the document's `findings`. */
export function* jsonl(report: AuditReport): Iterable<string> {
  for (const finding of report.findings) yield `${encoded(recordOf(findingSchema, finding))}\n`;
}
