import type { AuditReport, Finding, SetAside } from "../findings/report.js";
import { isAboutTag } from "../findings/rules.js";
import type { ReportContext } from "./context.js";
import { paragraph } from "./layout.js";
import { count } from "./numbers.js";
import { style } from "./style.js";
import { findingText } from "./textFinding.js";
import { foreignText, illFormedText } from "./textIllFormed.js";
import { patternsText } from "./textPatterns.js";
import { summaryText } from "./textSummary.js";

/** Below this many columns nothing reads well, so a narrower terminal wraps by itself. */
const NARROWEST = 40;

/**
 * The report for people: a summary with its warnings, patterns, ill-formed tags by kind, the ranked findings, those about the
 * reference, and a last line that counts them. Everything that colour shows is there without colour too.
 */
export function* text(report: AuditReport, context: ReportContext): Iterable<string> {
  const look = style(context.color);
  const width = Math.max(context.width, NARROWEST);
  yield summaryText(report, width, look);

  if (report.patterns.length > 0) yield `\n${patternsText(report.patterns, width, look)}`;

  const illFormed = report.findings.filter((finding) => finding.kind === "ill-formed");
  const foreign = report.findings.filter((finding) => finding.kind === "foreign");
  if (illFormed.length > 0) yield `\n${illFormedText(illFormed, report.train, width, look)}`;
  if (foreign.length > 0) yield `\n${foreignText(foreign, width, look)}`;

  const rankWidth = String(report.findings.at(-1)?.rank ?? 0).length;
  const patternOf = new Map<string, number>();
  report.patterns.forEach(({ findings }, i) => {
    for (const one of findings) if (!patternOf.has(one)) patternOf.set(one, i + 1);
  });
  const entry = (finding: Finding) =>
    `\n${findingText(finding, rankWidth, width, look, patternOf.get(finding.fingerprint) ?? null)}`;
  for (const finding of report.findings) {
    if (!isAboutTag(finding.kind) && finding.kind !== "reference") yield entry(finding);
  }
  const ofReference = report.findings.filter(({ kind }) => kind === "reference");
  if (ofReference.length > 0) yield `\n${look.heading("Possible errors of the reference")}\n`;
  for (const finding of ofReference) yield entry(finding);
  yield `\n${closingLine(report)}\n`;
  const aside = setAsideLine(report.setAside);
  if (aside !== "") yield paragraph(aside, width, 2);
}

/** "Set aside: 12 in the baseline, 3 suppressed in the corpus", or nothing. */
function setAsideLine({ unchanged, inline, baseline }: SetAside): string {
  const parts = [
    [baseline, "in the baseline"],
    [inline, "suppressed in the corpus"],
    [unchanged, "in sentences that have not changed"],
  ] as const;
  const shown = parts.filter(([many]) => many > 0).map(([many, where]) => `${count(many)} ${where}`);
  return shown.length === 0 ? "" : `Set aside: ${shown.join(", ")}`;
}

function closingLine({ findings, candidates, atOrAboveThreshold, threshold, setAside }: AuditReport): string {
  if (findings.length === 0 && candidates === 0) return "No findings: there were no candidates to rank.";
  if (findings.length === 0 && atOrAboveThreshold === 0) {
    if (setAside.unchanged + setAside.inline + setAside.baseline > 0) return "No new findings.";
    return `No findings: none of the ${count(candidates)} candidates reaches the threshold ${threshold}.`;
  }
  const noun = candidates === 1 ? "candidate" : "candidates";
  const reached = `${count(atOrAboveThreshold)} of ${count(candidates)} ${noun} at or above the threshold ${threshold}`;
  return `${reached}; shown: ${count(findings.length)}`;
}
