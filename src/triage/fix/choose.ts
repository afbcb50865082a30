import { SeginfError } from "../../errors.js";
import type { AuditReport, CorpusSummary, Finding } from "../../findings/report.js";

/** Which findings to apply; both bounds count where both are given. */
export interface Choice {
  readonly minScore?: number | undefined;
  /** Ids of patterns. */
  readonly patterns?: readonly string[] | undefined;
}

/** The findings of a report about one of its files, chosen. */
export interface Chosen {
  /** The file as it was when it was audited, and the labels of its corpus. */
  readonly audited: Pick<CorpusSummary, "digest" | "scheme" | "labels">;
  readonly findings: readonly Finding[];
  /** Findings of the patterns that the report does not have: a baseline or a comment held them back. */
  readonly absent: number;
}

/**
 * The findings about a corpus that the choice takes.
 *
 * @param corpus recognised as the report's training or reference file by its content, else by its name
 * @throws SeginfError for a pattern that the report does not have
 */
export function chooseFindings(
  report: AuditReport,
  corpus: { readonly name: string; readonly digest: string },
  choice: Choice,
  reportName: string,
): Chosen {
  const isReference = isAbout(report.reference, corpus) && !isAbout(report.train, corpus);
  const whole = isReference ? (report.reference as CorpusSummary) : report.train;
  const audited = partOf(whole, corpus);
  const chosen = chosenFrom(report, choice, reportName);
  const own = chosen.filter(({ kind }) => (kind === "reference") === isReference);
  const inReport = new Set(report.findings.map(({ fingerprint }) => fingerprint));
  return {
    audited,
    findings: whole.files ? own.filter(({ file }) => file === audited.file) : own,
    absent: [...namedIn(report, choice, reportName)].filter((fingerprint) => !inReport.has(fingerprint)).length,
  };
}

/**
 * The findings of a report that the choice takes, about whatever file.
 *
 * @throws SeginfError for a pattern that the report does not have
 */
export function chosenFrom(report: AuditReport, choice: Choice, reportName: string): readonly Finding[] {
  const { minScore = 0, patterns } = choice;
  const wanted = namedIn(report, choice, reportName);
  return report.findings.filter(
    ({ score, fingerprint }) => score >= minScore && (patterns === undefined || wanted.has(fingerprint)),
  );
}

/** The fingerprints in the patterns that are named. */
function namedIn(report: AuditReport, { patterns = [] }: Choice, reportName: string): ReadonlySet<string> {
  return new Set(patternsOf(report, patterns, reportName).flatMap(({ findings }) => findings));
}

interface File {
  readonly name: string;
  readonly digest: string;
}

function isAbout(summary: CorpusSummary | null, corpus: File): boolean {
  if (summary === null) return false;
  return (summary.files ?? [summary]).some((one) => one.digest === corpus.digest || one.file === corpus.name);
}

/** Of a corpus of several files, the one that this is: by its name before its content, which another may have too. */
function partOf(summary: CorpusSummary, corpus: File): Pick<CorpusSummary, "file" | "digest" | "scheme" | "labels"> {
  const { files = [], scheme, labels } = summary;
  const part = files.find(({ file }) => file === corpus.name) ?? files.find(({ digest }) => digest === corpus.digest);
  return part ? { file: part.file, digest: part.digest, scheme, labels } : summary;
}

function patternsOf({ patterns }: AuditReport, ids: readonly string[], reportName: string) {
  return ids.map((id) => {
    const pattern = patterns.find((one) => one.id === id);
    if (pattern) return pattern;
    const known = patterns.length === 0 ? "it has none" : `it has ${patterns.map((one) => one.id).join(", ")}`;
    throw new SeginfError(`the report has no pattern ${id}`, { file: reportName }, known);
  });
}
