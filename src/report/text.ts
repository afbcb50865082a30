import type { AuditReport, Finding, SetAside } from "../findings/report.js";
import { isAboutTag } from "../findings/rules.js";
import { sentenceKey, sentenceLengths } from "../findings/sentence.js";
import type { ReportContext } from "./context.js";
import { paragraph } from "./layout.js";
import { count, counted } from "./numbers.js";
import { type Style, style } from "./style.js";
import { documentsLine } from "./textDocuments.js";
import { findingText } from "./textFinding.js";
import { grouped } from "./textGroups.js";
import { foreignText, illFormedText } from "./textIllFormed.js";
import { type Numbered, patternsText } from "./textPatterns.js";
import { statisticsText } from "./textStatistics.js";
import { summaryText } from "./textSummary.js";
import { LISTED_OF_PATTERN, patternNumbers } from "./view.js";

/** Below this many columns nothing reads well, so a narrower terminal wraps by itself. */
const NARROWEST = 40;

/**
 * The report for people: warnings and a summary, likely patterns, ill-formed tags by kind, the findings in rank order, patterns that
 * are less likely than a finding has to be, and a last line that counts the findings. Everything that colour shows is there without colour too.
 */
export function* text(report: AuditReport, context: ReportContext): Iterable<string> {
  const look = style(context.color);
  const width = Math.max(context.width, NARROWEST);
  yield summaryText(report, width, look, context.verbose ?? false);

  if (report.statistics) yield `\n${statisticsText(report, report.statistics, width, look)}`;
  else {
    const [likely, others] = patternsByThreshold(report);
    const listed = (heading: string, patterns: readonly Numbered[]) =>
      patterns.length === 0 ? "" : `\n${patternsText(heading, patterns, width, look, context.verbose ?? false)}`;
    yield listed("Patterns", likely);
    yield* tagsOf(report, width, look);
    yield* listOf(report, context, width, look);
    yield listed("Patterns below the threshold", others);
    const documents = documentsLine(report.documents);
    if (documents !== "") yield `\n${paragraph(documents, width, 2)}`;
  }
  const closing = closingLine(report);
  if (closing !== null) yield `\n${paragraph(closing, width, 2)}`;
  const aside = setAsideLine(report.setAside);
  if (aside !== "") yield paragraph(aside, width, 2);
}

/** One decision about a pattern settles many findings, so those that are as likely as a finding come first; the others last. */
function patternsByThreshold({ patterns, threshold }: AuditReport): [likely: Numbered[], others: Numbered[]] {
  const numbered = patterns.map((pattern, i): Numbered => [i + 1, pattern]);
  const isLikely = ([, { probability }]: Numbered) => probability >= threshold;
  return [numbered.filter(isLikely), numbered.filter((one) => !isLikely(one))];
}

function* tagsOf(report: AuditReport, width: number, look: Style): Iterable<string> {
  const illFormed = report.findings.filter((finding) => finding.kind === "ill-formed");
  const foreign = report.findings.filter((finding) => finding.kind === "foreign");
  if (illFormed.length > 0) yield `\n${illFormedText(illFormed, report.train, width, look)}`;
  if (foreign.length > 0) yield `\n${foreignText(foreign, width, look)}`;
}

function* listOf(report: AuditReport, context: ReportContext, width: number, look: Style): Iterable<string> {
  const findings = report.findings.filter(({ kind }) => !isAboutTag(kind));
  if (findings.length > 0 && report.atOrAboveThreshold === 0) {
    yield `\n${paragraph(noneText(report, findings), width, 2, look.heading)}`;
  }
  const numbers = patternNumbers(report.patterns);
  const lengths = sentenceLengths(report.sentences);
  for (const { heading, findings: own } of grouped(findings, report.patterns, context.groupBy)) {
    if (heading !== null) yield `\n${look.heading(`${heading} (${count(own.length)})`)}\n`;
    for (const finding of own)
      yield `\n${findingText(finding, width, look, {
        ...{ verbose: context.verbose ?? false, pattern: numbers.get(finding.fingerprint) ?? null },
        length: lengths.get(sentenceKey(finding)),
      })}`;
  }
}

/** Where nothing reaches the threshold: that, in place of the last line, and what the list is then. */
function noneText({ candidates, threshold }: AuditReport, [highest]: readonly Finding[]): string {
  const best = highest ? `; the highest score is ${highest.score.toFixed(3)}` : "";
  return `No findings: none of the ${count(candidates)} candidates reaches the threshold ${threshold}${best}. Look at these first:`;
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

function closingLine(report: AuditReport): string | null {
  const { candidates, atOrAboveThreshold, threshold, setAside, more } = report;
  if (candidates === 0) return "No findings: there were no candidates to rank.";
  if (atOrAboveThreshold === 0) {
    if (report.findings.length > 0 && !report.statistics) return null;
    if (setAside.unchanged + setAside.inline + setAside.baseline > 0) return "No new findings.";
    return `No findings: none of the ${count(candidates)} candidates reaches the threshold ${threshold}.`;
  }
  const found = `${counted(atOrAboveThreshold, "finding")} among ${counted(candidates, "candidate")} (threshold ${threshold})`;
  if (more === 0 || report.statistics) return found;
  const rest = repeats(report) ? `, and more than ${LISTED_OF_PATTERN} of each pattern` : "";
  return `${found}; ${count(more)} more not shown: --limit 0 shows all${rest}`;
}

/** Whether findings of patterns may have been left out. */
const repeats = ({ patterns }: AuditReport): boolean =>
  patterns.some(({ findings }) => findings.length > LISTED_OF_PATTERN);
