import type { AuditReport, Finding, Pattern } from "../findings/report.js";
import { isAboutTag } from "../findings/rules.js";
import { keysAround, sentenceKey } from "../findings/sentence.js";
import { COMPLETE, type FormatName, KEPT } from "./formats.js";

/** Findings of one pattern that the text report lists: the pattern is listed above them, and more of the same say no more. */
export const LISTED_OF_PATTERN = 3;

/** How much of a report is to be shown. */
export interface Extent {
  /** Candidates and errors of the reference, not counting tags that break the scheme, which are all listed; 0 for all. */
  readonly limit: number;
  /** Nothing below the threshold: a report of new findings does not list what was never suspicious. */
  readonly onlyFindings: boolean;
  /** Whether the list is in the order of the score. */
  readonly byScore: boolean;
}

/** Candidates that the text report names where none reaches the threshold, at most, and their least score. */
const FIRST_LOOK = { most: 10, least: 0.05 };

/** What a format shows of a report that may hold more findings than the user asked to see, see COMPLETE. */
export function viewFor(format: FormatName, report: AuditReport, extent: Extent): AuditReport {
  const { findings, threshold } = report;
  const isFinding = ({ score }: Finding) => score >= threshold;
  const limit = extent.limit === 0 ? Number.POSITIVE_INFINITY : extent.limit;
  if (COMPLETE.includes(format)) return shown(report, findings.filter(isFinding), []);
  const first = firstOf(findings, limit);
  const isCut = format === "github" || format === "markdown" || (extent.onlyFindings && Number.isFinite(limit));
  if (isCut) return shown(report, first.filter(isFinding), []);
  if (format === "text" && extent.byScore) {
    const found = Number.isFinite(limit) ? firstOf(distinct(report).filter(isFinding), limit) : first.filter(isFinding);
    return shown(report, found.length > 0 ? found : first.slice(0, FIRST_LOOK.most).filter(worthALook), []);
  }
  return shown(report, first, KEPT.includes(format) ? patternsOf(report, new Set(first)) : []);
}

const worthALook = ({ score }: Finding): boolean => score >= FIRST_LOOK.least;

/** The findings about tags, and as many of the others. */
function firstOf(findings: readonly Finding[], limit: number): Finding[] {
  let room = limit;
  return findings.filter(({ kind }) => isAboutTag(kind) || room-- > 0);
}

/** The findings without those that only repeat a pattern. */
function distinct({ findings, patterns }: AuditReport): Finding[] {
  const numbers = patternNumbers(patterns);
  const listed = new Map<number, number>();
  return findings.filter(({ fingerprint }) => {
    const number = numbers.get(fingerprint);
    if (number === undefined) return true;
    const many = (listed.get(number) ?? 0) + 1;
    listed.set(number, many);
    return many <= LISTED_OF_PATTERN;
  });
}

/** The number of the first pattern that each finding is part of, from 1, by fingerprint. */
export function patternNumbers(patterns: readonly Pattern[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const [i, { findings }] of patterns.entries())
    for (const fingerprint of findings) if (!numbers.has(fingerprint)) numbers.set(fingerprint, i + 1);
  return numbers;
}

/** The findings of patterns that are not listed for their rank. */
function patternsOf({ findings, patterns }: AuditReport, listed: ReadonlySet<Finding>): Finding[] {
  const names = new Set(patterns.flatMap((pattern) => pattern.findings));
  return findings.filter((finding) => !listed.has(finding) && names.has(finding.fingerprint));
}

function shown(report: AuditReport, byRank: readonly Finding[], others: readonly Finding[]): AuditReport {
  const found = byRank.filter(({ score }) => score >= report.threshold).length;
  const more = report.atOrAboveThreshold - found;
  const findings = [...byRank, ...others];
  const wanted = keysAround(findings);
  const sentences = report.sentences.filter((one) => wanted.has(sentenceKey(one)));
  return { ...report, findings, sentences, listed: byRank.length, more };
}
