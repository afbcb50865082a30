import type { AuditReport, Finding } from "../../findings/report.js";
import type { ReadingFlags } from "../../options/table.js";
import { readCorpora, schemeOf } from "../../pipeline/reading.js";
import type { LineChange } from "../../report/context.js";
import { type LineChanges, lineChangesIn } from "../../triage/fix/lineChanges.js";
import type { Context } from "../context.js";
import { environmentOf } from "../environment.js";
import { readingOf } from "./decisions.js";

/**
 * The lines that suggestions change, from the files as they are now: of one that has changed since it was audited, or that came
 * over standard input, nothing is said.
 */
export async function lineChangesOf(
  context: Context,
  { train, reference, findings }: AuditReport,
  flags: ReadingFlags,
): Promise<(finding: Finding) => readonly LineChange[]> {
  const audited = [train, reference].flatMap((one) =>
    one ? (one.files ?? [one]).map((file) => ({ ...file, scheme: one.scheme })) : [],
  );
  const quiet = { ...environmentOf(context), note: () => {}, warn: () => {} };
  const byFile = new Map<string, LineChanges>();
  for (const file of new Set(findings.map((finding) => finding.file))) {
    const summary = audited.find((one) => one.file === file);
    if (!summary || file === "<stdin>") continue;
    const read = { ...readingOf(summary, flags), keepBytes: true };
    const [corpus] = await readCorpora(quiet, [file], read, []);
    if (corpus.digest !== summary.digest) continue;
    byFile.set(file, lineChangesIn(corpus, schemeOf(summary.scheme, [corpus])));
  }
  return (finding) => byFile.get(finding.file)?.(finding) ?? [];
}
