import { join } from "node:path";
import type { BatchAudit, BatchSummary } from "../findings/batch.js";
import { batchHtml } from "../report/batch/html.js";
import { batchJson } from "../report/batch/json.js";
import { writeAtomically } from "../storage/index.js";
import { version } from "../version.js";
import { type Plan, pathFrom } from "./task.js";

/** What a batch leaves in the directory of its results: for programs, and for people. */
export const SUMMARY = "summary.json";
export const INDEX = "index.html";

/** The summary of audits, in the order of the plan. It holds no clock: equal audits have equal summaries. */
export function summaryOf(audits: readonly BatchAudit[]): BatchSummary {
  const having = (status: BatchAudit["status"]): number => audits.filter((audit) => audit.status === status).length;
  const sum = (key: "tokens" | "findings"): number =>
    audits.reduce((total, { figures }) => total + (figures?.[key] ?? 0), 0);
  return {
    schemaVersion: 1,
    seginf: version,
    audits,
    totals: {
      audits: audits.length,
      clean: having("clean"),
      withFindings: having("findings"),
      failed: having("failed"),
      tokens: sum("tokens"),
      findings: sum("findings"),
    },
  };
}

/** Writes the summary into the directory of the results: summary.json, and index.html with links to the reports. */
export async function writeSummary(plan: Plan, summary: BatchSummary): Promise<void> {
  const directory = pathFrom(plan, plan.output);
  await writeAtomically(join(directory, SUMMARY), [batchJson(summary)]);
  await writeAtomically(join(directory, INDEX), [batchHtml(summary)]);
}

/** 2 where an audit could not run, 1 where one has findings that count, 0 else. */
export function exitCodeOf(audits: readonly BatchAudit[], exitZero: boolean | undefined): number {
  if (audits.some(({ status }) => status === "failed")) return 2;
  return !exitZero && audits.some(({ status }) => status === "findings") ? 1 : 0;
}
