import type { Location, ReportingDescriptor, Result, Run } from "sarif";
import type { AuditReport, Finding, Pattern } from "../findings/report.js";
import { PATTERN_SYSTEMATIC, RULE_TABLE, type Rule, rule } from "../findings/rules.js";
import { at } from "../math/at.js";
import { JsonItems, jsonChunks } from "./jsonStream.js";
import { message, opposedMessage, patternMessage } from "./message.js";
import { counted, orNull, rounded } from "./numbers.js";
import { occurrences } from "./occurrences.js";

/** What code scanning services take of one run, and show. */
const MOST_RESULTS = 5000;

/** Places listed for a pattern. */
const MOST_PLACES = 100;

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/**
 * SARIF 2.1.0: every rule, systematic patterns, then findings in rank order, at most 5,000 together; a notification
 * says what was left out.
 */
export function* sarif(report: AuditReport): Iterable<string> {
  const patterns = report.patterns.filter(({ places }) => places.length > 0).slice(0, MOST_RESULTS);
  const findings = report.findings.slice(0, Math.max(0, MOST_RESULTS - patterns.length));
  const results = new JsonItems(resultsOf(patterns, findings));
  const run = runOf(report, report.findings.length - findings.length);
  yield* jsonChunks({ $schema: SCHEMA, version: "2.1.0", runs: [{ ...run, results }] });
  yield "\n";
}

function* resultsOf(patterns: readonly Pattern[], findings: readonly Finding[]): Iterable<Result> {
  const counts = occurrences(findings);
  for (const pattern of patterns) yield patternResult(pattern);
  for (const [i, finding] of findings.entries()) yield findingResult(finding, at(counts, i));
}

function runOf({ seginf, train, reference, warnings }: AuditReport, leftOut: number): Run {
  const corpora = reference === null ? [train] : [train, reference];
  const cut = `${counted(leftOut, "finding")} left out: a run holds at most ${MOST_RESULTS}`;
  const notifications = [...warnings, ...(leftOut > 0 ? [cut] : [])];
  return {
    tool: {
      driver: { name: "seginf", version: seginf, semanticVersion: seginf, rules: RULE_TABLE.map(ruleDescriptor) },
    },
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

function ruleDescriptor({ id, name, severity, title, description, help }: Rule): ReportingDescriptor {
  return {
    id,
    name,
    shortDescription: { text: title },
    fullDescription: { text: description },
    help: { text: help },
    defaultConfiguration: { level: severity },
    properties: {
      tags: [id.slice(0, id.indexOf("/"))],
      precision: id.startsWith("scheme/") ? "very-high" : "medium",
    },
  };
}

function findingResult(finding: Finding, occurrence: number): Result {
  const { fingerprint, opposes, signals } = finding;
  const related = opposes.map((other, i) => ({
    id: i + 1,
    ...location(other.file, other.line, other.line),
    message: { text: opposedMessage(other) },
  }));
  return {
    ...ruleFields(finding.rule, message(finding)),
    rank: rounded(100 * finding.score),
    locations: [location(finding.file, finding.line, finding.endLine)],
    relatedLocations: related.length === 0 ? undefined : related,
    // The first is the name that code scanning looks for.
    partialFingerprints: { primaryLocationLineHash: `${fingerprint}:${occurrence}`, "seginf/v1": fingerprint },
    properties: {
      score: rounded(finding.score),
      label: finding.label,
      suggestion: finding.suggestion,
      influence: orNull(signals.influence),
      relabelInfluence: orNull(signals.relabelInfluence),
    },
  };
}

function patternResult(pattern: Pattern): Result {
  const first = at(pattern.places, 0);
  const others = pattern.places.slice(1);
  const related = others.slice(0, MOST_PLACES).map(({ file, line }, i) => ({
    id: i + 1,
    ...location(file, line, line),
    message: { text: "another place" },
  }));
  return {
    ...ruleFields(PATTERN_SYSTEMATIC, patternMessage(pattern)),
    locations: [location(first.file, first.line, first.line)],
    relatedLocations: related.length === 0 ? undefined : related,
    partialFingerprints: { primaryLocationLineHash: `${pattern.id}:1`, "seginf/v1": pattern.id },
    properties: { label: pattern.label, suggestion: pattern.suggestion, findings: pattern.findings.length },
  };
}

function ruleFields(ruleId: Rule["id"], text: string): Pick<Result, "ruleId" | "ruleIndex" | "level" | "message"> {
  const ruleIndex = RULE_TABLE.findIndex(({ id }) => id === ruleId);
  return { ruleId, ruleIndex, level: rule(ruleId).severity, message: { text: plain(text) } };
}

/** Messages may hold links, [text](target): brackets of a corpus are none. */
function plain(text: string): string {
  return text.replace(/[\\[\]]/g, "\\$&");
}

function location(file: string, startLine: number, endLine: number): Location {
  return { physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine, endLine } } };
}

/** A path as a URI reference: relative paths stay so, and count from the root of the checkout. */
function uriOf(file: string): string {
  const parts = file.replaceAll("\\", "/").replace(/^\.\//, "").split("/").map(encodeURIComponent);
  const path = parts.join("/");
  if (path.startsWith("/")) return `file://${path}`;
  return /^[A-Za-z]%3A\//.test(path) ? `file:///${path.replace("%3A", ":")}` : path;
}
