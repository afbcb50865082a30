import type { AuditReport, Finding } from "../findings/report.js";
import { severityOf } from "../findings/rules.js";
import { at } from "../math/at.js";
import { JsonItems, jsonChunks } from "./jsonStream.js";
import { message } from "./message.js";
import { occurrences } from "./occurrences.js";

const SEVERITY = { error: "major", warning: "minor", note: "info" } as const;

/** GitLab's code quality report: what Code Climate's format has and GitLab reads. */
export function* gitlab({ findings }: AuditReport): Iterable<string> {
  yield* jsonChunks(new JsonItems(issues(findings)));
  yield "\n";
}

function* issues(findings: readonly Finding[]): Iterable<Issue> {
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
