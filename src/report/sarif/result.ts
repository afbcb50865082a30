import type { Fix, Result } from "sarif";
import { running } from "../../corpus/running.js";
import type { Finding, Pattern } from "../../findings/report.js";
import { PATTERN_SYSTEMATIC, RULE_TABLE, type Rule, rule } from "../../findings/rules.js";
import { at } from "../../math/at.js";
import type { LineChange } from "../context.js";
import { message, opposedMessage, patternMessage } from "../message.js";
import { orNull, rounded } from "../numbers.js";
import { visible } from "../visible.js";
import { location, uriOf } from "./location.js";

/** Places listed for a pattern. */
const MOST_PLACES = 100;

/**
 * @param occurrence which of the findings with this fingerprint it is, from 1
 * @param changes the lines that its suggestion changes; none where that cannot be said
 */
export function findingResult(finding: Finding, occurrence: number, changes: readonly LineChange[]): Result {
  const { fingerprint, opposes, signals, reason } = finding;
  const related = opposes.map((other, i) => ({
    id: i + 1,
    ...location(other.file, other.line, other.line),
    message: { text: opposedMessage(other) },
  }));
  return {
    ...ruleFields(finding.rule, `${message(finding)}. ${sentence(finding)}`),
    rank: rounded(100 * finding.score),
    locations: [location(finding.file, finding.line, finding.endLine)],
    relatedLocations: related.length === 0 ? undefined : related,
    fixes: changes.length === 0 ? undefined : [fixOf(finding, changes)],
    // The first is the name that code scanning looks for.
    partialFingerprints: { primaryLocationLineHash: `${fingerprint}:${occurrence}`, "seginf/v1": fingerprint },
    properties: {
      score: rounded(finding.score),
      label: finding.label,
      suggestion: finding.suggestion,
      reason: reason.kind,
      influence: orNull(signals.influence),
      relabelInfluence: orNull(signals.relabelInfluence),
    },
  };
}

/** The sentence, as far as the finding has it, with the segment between brackets. */
function sentence({ tokens, context }: Finding): string {
  return running([...context.before, "[", ...tokens, "]", ...context.after].map(visible));
}

function fixOf({ file, suggestion }: Finding, changes: readonly LineChange[]): Fix {
  const replacements = changes.map(({ line, before, after }) => ({
    deletedRegion: { startLine: line, startColumn: 1, endLine: line, endColumn: before.length + 1 },
    insertedContent: { text: after },
  }));
  const text = plain(suggestion === "O" ? "remove the label" : `label it as ${visible(suggestion)}`);
  return {
    description: { text },
    artifactChanges: [{ artifactLocation: { uri: uriOf(file) }, replacements }],
  };
}

export function patternResult(pattern: Pattern): Result {
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
export function plain(text: string): string {
  return text.replace(/[\\[\]]/g, "\\$&");
}
