import { COMPLETE, type FormatName } from "./formats.js";
import type { AuditReport } from "./types.js";

/** What a format shows of a report that may hold more findings than the user asked to see, see COMPLETE. */
export function viewFor(format: FormatName, report: AuditReport, limit: number): AuditReport {
  const { findings, threshold } = report;
  if (COMPLETE.includes(format)) return { ...report, findings: findings.filter(({ score }) => score >= threshold) };
  let room = limit === 0 ? Number.POSITIVE_INFINITY : limit;
  const listed = findings.filter(({ kind }) => kind === "ill-formed" || room-- > 0);
  // Annotations are of findings only: what is below the threshold is no trouble to anyone.
  return { ...report, findings: format === "github" ? listed.filter(({ score }) => score >= threshold) : listed };
}
