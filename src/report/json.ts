import * as v from "valibot";
import { encoded } from "../findings/encode.js";
import { findingSchema } from "../findings/finding.js";
import { type AuditReport, reportSchema } from "../findings/report.js";
import { sentenceSchema } from "../findings/sentence.js";
import { JsonItems, jsonChunks } from "./jsonStream.js";
import { recordOf } from "./record.js";

/** The document but for its findings and their sentences, which come last and are many. */
const { sentences: _sentences, findings: _findings, ...head } = reportSchema.entries;
const headSchema = v.strictObject(head);

/**
 * The whole report as one JSON document (docs/findings.schema.json), indented by two, keys in a fixed order, with a
 * newline at the end. Findings are written one by one.
 */
export function* json(report: AuditReport): Iterable<string> {
  const sentences = new JsonItems(sentenceRecords(report));
  yield* jsonChunks({ ...recordOf(headSchema, report), sentences, findings: new JsonItems(findingRecords(report)) });
  yield "\n";
}

function* findingRecords({ findings }: AuditReport): Iterable<unknown> {
  for (const finding of findings) yield recordOf(findingSchema, finding);
}

function* sentenceRecords({ sentences }: AuditReport): Iterable<unknown> {
  for (const sentence of sentences) yield recordOf(sentenceSchema, sentence);
}

/** Every finding as one line of JSON, in rank order; each equals an element of the document's `findings`. */
export function* jsonl(report: AuditReport): Iterable<string> {
  for (const finding of report.findings) yield `${encoded(recordOf(findingSchema, finding))}\n`;
}
