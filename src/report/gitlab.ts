import { encoded } from "../findings/encode.js";
import type { AuditReport, Finding } from "../findings/report.js";
import { severityOf } from "../findings/rules.js";
import { message } from "./message.js";
import { occurrences } from "./occurrences.js";

const SEVERITY = { error: "major", warning: "minor", note: "info" } as const;

/** GitLab's code quality report: what Code Climate's format has and GitLab reads. */
export function* gitlab({ findings }: AuditReport): Iterable<string> {
  const counts = occurrences(findings);
  let separator = "[\n";
  for (const [i, finding] of findings.entries()) {
    yield separator + encoded(issue(finding, counts[i]), 2).replace(/^/gm, "  ");
    separator = ",\n";
  }
  yield findings.length === 0 ? "[]\n" : "\n]\n";
}

function issue(finding: Finding, occurrence: number): object {
  return {
    type: "issue",
    check_name: finding.rule,
    description: message(finding),
    categories: ["Bug Risk"],
    severity: SEVERITY[severityOf(finding.rule)],
    // Unique in a report: a second equal sentence is another issue.
    fingerprint: occurrence === 1 ? finding.fingerprint : `${finding.fingerprint}-${occurrence}`,
    location: { path: finding.file, lines: { begin: finding.line, end: finding.endLine } },
  };
}
