import { running } from "../corpus/running.js";
import type { Finding, Opposed, Pattern } from "../findings/report.js";
import { aboutWrong, counted } from "./numbers.js";
import { reasonText } from "./reason.js";
import { inFocus, keepsBounds, suggestedSegments } from "./suggested.js";
import { brief, LONGEST_QUOTE } from "./width.js";

/** A finding with its reason in a line of plain text, for programs that show one. */
export function message(given: Finding): string {
  const finding = inFocus(given);
  return `${changeMessage(finding)} (${reasonText(finding)})`;
}

/** What is wrong, and what would be right: `"Bank of England" is labelled LOC; better: ORG`. */
export function changeMessage(given: Finding): string {
  const finding = inFocus(given);
  const what = quoted(finding.tokens);
  const label = brief(finding.label);
  switch (finding.kind) {
    case "label":
      return `${what} is labelled ${label}; better: ${brief(finding.suggestion)}`;
    case "span":
      return `${what} is labelled ${label} with the wrong bounds; better: ${suggested(finding)}`;
    case "spurious":
      return `${what} is labelled ${label}; better: no label`;
    case "missed":
      return `${what} has no label; better: ${keepsBounds(finding) ? brief(finding.suggestion) : suggested(finding)}`;
    case "ill-formed":
      return `the tag ${label} of ${what} breaks the scheme; write ${brief(finding.suggestion)}`;
    case "foreign":
      return `the tag ${label} of ${what} is not one of the scheme; write ${brief(finding.suggestion)}`;
    case "reference":
      return `the reference labels ${what} ${label}, but training suggests ${brief(finding.suggestion)}`;
  }
}

/** A reference segment that a finding works against. */
export function opposedMessage({ tokens, label, predicted }: Opposed): string {
  return `made worse: ${quoted(tokens)}, ${brief(label)} in the reference, predicted as ${brief(predicted)}`;
}

export function patternMessage({ name, findings, probability }: Pattern): string {
  const expected = aboutWrong({ wrong: probability * findings.length, findings: findings.length });
  return `systematic: ${brief(name, LONGEST_QUOTE)}, ${counted(findings.length, "finding")}, ${expected}`;
}

function suggested(finding: Finding): string {
  return suggestedSegments(finding)
    .map(({ words, label }) => `${quoted(words)} ${brief(label)}`)
    .join(" and ");
}

function quoted(tokens: readonly string[]): string {
  return `"${brief(running(tokens), LONGEST_QUOTE)}"`;
}
