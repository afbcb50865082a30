import type { AuditReport } from "../findings/report.js";
import { isAboutTag } from "../findings/rules.js";
import { COMPLETE, type FormatName, KEPT } from "./formats.js";

/** How much of a report is to be shown. */
export interface Extent {
  /** Candidates, not counting ill-formed tags and errors of the reference, which are all listed; 0 for all. */
  readonly limit: number;
  /** Nothing below the threshold: a report of new findings does not list what was never suspicious. */
  readonly onlyFindings: boolean;
}

/** What a format shows of a report that may hold more findings than the user asked to see, see COMPLETE. */
export function viewFor(format: FormatName, report: AuditReport, { limit, onlyFindings }: Extent): AuditReport {
  const { findings, patterns, threshold } = report;
  const counting = findings.filter(({ score }) => score >= threshold);
  if (COMPLETE.includes(format)) return { ...report, findings: counting };
  let room = limit === 0 ? Number.POSITIVE_INFINITY : limit;
  const inPatterns = new Set(KEPT.includes(format) ? patterns.flatMap((pattern) => pattern.findings) : []);
  const listed = findings.filter(
    ({ kind, fingerprint }) => isAboutTag(kind) || kind === "reference" || room-- > 0 || inPatterns.has(fingerprint),
  );
  // Annotations are of findings only: what is below the threshold is no trouble to anyone.
  const isCut = format === "github" || (onlyFindings && limit > 0);
  return { ...report, findings: isCut ? listed.filter(({ score }) => score >= threshold) : listed };
}
