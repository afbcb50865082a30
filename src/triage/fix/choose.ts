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
  /** The file as it was when it was audited. */
  readonly audited: Pick<CorpusSummary, "digest" | "scheme">;
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
  const { minScore = 0, patterns } = choice;
  const named = patterns && patternsOf(report, patterns, reportName);
  const wanted = named && new Set(named.flatMap(({ findings }) => findings));
  const own = report.findings.filter(({ kind }) => (kind === "reference") === isReference);
  const here = whole.files ? own.filter(({ file }) => file === audited.file) : own;
  const inReport = new Set(own.map(({ fingerprint }) => fingerprint));
  return {
    audited,
    findings: here.filter(({ score, fingerprint }) => score >= minScore && (wanted?.has(fingerprint) ?? true)),
    absent: [...(wanted ?? [])].filter((fingerprint) => !inReport.has(fingerprint)).length,
  };
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
function partOf(summary: CorpusSummary, corpus: File): Pick<CorpusSummary, "file" | "digest" | "scheme"> {
  const { files = [], scheme } = summary;
  const part = files.find(({ file }) => file === corpus.name) ?? files.find(({ digest }) => digest === corpus.digest);
  return part ? { file: part.file, digest: part.digest, scheme } : summary;
}

function patternsOf({ patterns }: AuditReport, ids: readonly string[], reportName: string) {
  return ids.map((id) => {
    const pattern = patterns.find((one) => one.id === id);
    if (pattern) return pattern;
    const known = patterns.length === 0 ? "it has none" : `it has ${patterns.map((one) => one.id).join(", ")}`;
    throw new SeginfError(`the report has no pattern ${id}`, { file: reportName }, known);
  });
}
