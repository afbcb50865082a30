import { createHash } from "node:crypto";
import type { AuditReport, Finding } from "../findings/report.js";
import { severityOf } from "../findings/rules.js";
import { at } from "../math/at.js";
import { JsonItems, jsonChunks } from "./jsonStream.js";
import { message } from "./message.js";
import { occurrences } from "./occurrences.js";

const SEVERITY = { error: "major", warning: "minor", note: "info" } as const;

/** GitLab's code quality report: what Code Climate's format has and GitLab reads. */
export function* gitlab(report: AuditReport): Iterable<string> {
  yield* jsonChunks(new JsonItems(issues(report)));
  yield "\n";
}

function* issues({ warnings, train, findings }: AuditReport): Iterable<Issue> {
  for (const warning of warnings) yield warningIssue(warning, train.file);
  const counts = occurrences(findings);
  for (const [i, finding] of findings.entries()) yield issue(finding, at(counts, i));
}

/** The fields of a Code Climate issue that GitLab reads. */
interface Issue {
  readonly type: "issue";
  readonly check_name: string;
  readonly description: string;
  readonly categories: readonly string[];
  readonly severity: (typeof SEVERITY)[keyof typeof SEVERITY];
  readonly fingerprint: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number; readonly end: number } };
}

/** A warning about the run: it has no place of its own, so it stands at the corpus's first line. */
function warningIssue(warning: string, path: string): Issue {
  return {
    type: "issue",
    check_name: "run/warning",
    description: warning,
    categories: ["Bug Risk"],
    severity: "info",
    fingerprint: createHash("sha256").update(warning).digest("hex").slice(0, 16),
    location: { path, lines: { begin: 1, end: 1 } },
  };
}

function issue(finding: Finding, occurrence: number): Issue {
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
