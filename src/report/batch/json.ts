import { type BatchSummary, batchSchema } from "../../findings/batch.js";
import { encoded } from "../../findings/encode.js";
import { recordOf } from "../record.js";

/** The whole summary (docs/batch.schema.json) as one JSON document, indented by two. */
export function batchJson(summary: BatchSummary): string {
  return `${encoded(recordOf(batchSchema, summary), 2)}\n`;
}
