import { SeginfError } from "../../errors.js";
import { type AuditReport, reportSchema } from "../report.js";
import { shaped } from "../shape.js";

/**
 * The report that `seginf audit --format json` wrote.
 *
 * @param value what the file holds, parsed
 * @param name of the file, for messages
 * @throws SeginfError where it is no such report
 */
export function checkedReport(value: unknown, name: string): AuditReport {
  return shaped(reportSchema, value, "the document", ({ what }) => {
    const hint = "write it again with seginf audit --format json";
    throw new SeginfError(`this is no report of this version of seginf: ${what}`, { file: name }, hint);
  });
}
