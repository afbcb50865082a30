import type { ReportingDescriptor, Result, Run } from "sarif";
import type { AuditReport, Finding, Pattern } from "../../findings/report.js";
import { RULE_TABLE, type Rule } from "../../findings/rules.js";
import { at } from "../../math/at.js";
import type { ReportContext } from "../context.js";
import { JsonItems, jsonChunks } from "../jsonStream.js";
import { counted } from "../numbers.js";
import { occurrences } from "../occurrences.js";
import { uriOf } from "./location.js";
import { findingResult, patternResult, plain } from "./result.js";

/** What code scanning services take of one run, and show. */
const MOST_RESULTS = 5000;

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/**
 * SARIF 2.1.0: every rule, systematic patterns, then findings in rank order, at most 5,000 together; a notification
 * says what was left out.
 */
export function* sarif(report: AuditReport, { lineChanges }: Partial<ReportContext> = {}): Iterable<string> {
  const patterns = report.patterns.filter(({ places }) => places.length > 0).slice(0, MOST_RESULTS);
  const findings = report.findings.slice(0, Math.max(0, MOST_RESULTS - patterns.length));
  const results = new JsonItems(resultsOf(patterns, findings, lineChanges));
  const run = runOf(report, report.findings.length - findings.length);
  yield* jsonChunks({ $schema: SCHEMA, version: "2.1.0", runs: [{ ...run, results }] });
  yield "\n";
}

function* resultsOf(
  patterns: readonly Pattern[],
  findings: readonly Finding[],
  lineChanges: ReportContext["lineChanges"],
): Iterable<Result> {
  const counts = occurrences(findings);
  for (const pattern of patterns) yield patternResult(pattern);
  for (const [i, finding] of findings.entries())
    yield findingResult(finding, at(counts, i), lineChanges?.(finding) ?? []);
}

function runOf({ seginf, train, reference, warnings }: AuditReport, leftOut: number): Run {
  const corpora = reference === null ? [train] : [train, reference];
  const cut = `${counted(leftOut, "finding")} left out: a run holds at most ${MOST_RESULTS}`;
  const notifications = [...warnings, ...(leftOut > 0 ? [cut] : [])];
  return {
    tool: {
      driver: {
        name: "seginf",
        version: seginf,
        semanticVersion: seginf,
        rules: RULE_TABLE.map((rule) => ruleDescriptor(rule, seginf)),
      },
    },
    // Up to the last slash it names the category: runs on two corpora of one commit stay apart.
    automationDetails: { id: `seginf/${uriOf(train.file)}/` },
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications:
          notifications.length > 0
            ? notifications.map((text) => ({ level: "warning", message: { text: plain(text) } }))
            : undefined,
      },
    ],
    artifacts: corpora.map(({ file }) => ({ location: { uri: uriOf(file) } })),
    columnKind: "utf16CodeUnits",
  };
}

/** Where the package of each version is shown. */
const PACKAGE = "https://unpkg.com/seginf";

function ruleDescriptor({ id, name, severity, title, description, help }: Rule, version: string): ReportingDescriptor {
  return {
    id,
    name,
    shortDescription: { text: title },
    fullDescription: { text: description },
    help: { text: help },
    helpUri: `${PACKAGE}@${version}/docs/rules.md#${id.replace("/", "")}`,
    defaultConfiguration: { level: severity },
    properties: {
      tags: [id.slice(0, id.indexOf("/"))],
      precision: id.startsWith("scheme/") ? "very-high" : "medium",
    },
  };
}
