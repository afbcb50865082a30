import { annotate } from "../../corpus/index.js";
import { SeginfError } from "../../errors.js";
import type { AuditReport, Finding } from "../../findings/report.js";
import { isAboutTag } from "../../findings/rules.js";
import { readJson } from "../../findings/saved/read.js";
import { checkedReport } from "../../findings/saved/report.js";
import { readCorpora, schemeOf } from "../../pipeline/reading.js";
import { tasksOf } from "../../triage/exchange/tasks.js";
import type { Task } from "../../triage/exchange/types.js";
import { requireFitting } from "../../triage/fix/fit.js";
import type { Context } from "../context.js";
import { environmentOf } from "../environment.js";
import { readingOf } from "./decisions.js";

/** A saved report with the corpus that it is about. */
export interface ExchangedReport {
  readonly report: AuditReport;
  /** Findings about the audited corpus. */
  readonly findings: readonly Finding[];
  readonly tasks: readonly Task[];
  /** Labels of the corpus, in the order of their code units. */
  readonly labels: ReadonlySet<string>;
}

/**
 * Reads a report and its corpus. Tags that break their scheme are no task for a person, as they have one correction.
 *
 * @param source the report, "-" for standard input
 * @param corpus where the corpus is now; undefined where the report says so
 * @param minScore of the findings that make tasks
 * @throws SeginfError where the corpus is not as it was audited
 */
export async function readExchanged(
  context: Context,
  source: string,
  corpus: string | undefined,
  minScore = 0,
): Promise<ExchangedReport> {
  const { name, value } = await readJson(source, context.host.stdin, "give a report of seginf audit --format json");
  const report = checkedReport(value, name);
  const { train } = report;
  const parts = train.files ?? [train];
  if (corpus !== undefined && parts.length > 1) {
    throw new SeginfError(`the report is about ${parts.length} files`, { file: name }, "leave --train out");
  }
  if (corpus === undefined && train.file === "<stdin>") {
    throw new SeginfError("the corpus was audited from standard input", { file: name }, "give it with --train");
  }
  const findings = report.findings.filter(({ kind }) => kind !== "reference");
  const tasks: Task[] = [];
  const labels = new Set<string>();
  for (const part of parts) {
    const read = readingOf({ ...part, scheme: train.scheme }, {});
    const [own] = await readCorpora(environmentOf(context), [corpus ?? part.file], read, []);
    const scheme = schemeOf(train.scheme, [own]);
    const here = findings.filter(({ file }) => file === part.file);
    requireFitting(own, scheme, here, part.digest);
    for (const label of annotate(own, scheme).segments.labels) labels.add(label);
    const judged = here.filter(({ kind, score }) => !isAboutTag(kind) && score >= minScore);
    for (const task of tasksOf(own, scheme, judged)) tasks.push(task);
  }
  return { report, findings, tasks, labels: new Set([...labels].sort()) };
}
