import type { BatchAudit, BatchSummary } from "../../findings/batch.js";
import { count, counted, twoDecimals } from "../numbers.js";
import { visible } from "../visible.js";

/** One line an audit, in columns, and one of sums. */
export function batchText({ audits, totals }: BatchSummary): string {
  const width = Math.max(0, ...audits.map(({ name }) => name.length));
  const lines = audits.map((audit) => auditLine(audit, width));
  const parts = [
    counted(totals.audits, "audit"),
    `${count(totals.withFindings)} with findings`,
    `${count(totals.clean)} clean`,
    `${count(totals.failed)} failed`,
  ];
  const found = `${counted(totals.findings, "finding")} in ${counted(totals.tokens, "token")}`;
  return `${[...lines, `${parts.join(", ")}; ${found}`].join("\n")}\n`;
}

/** "en-ewt  findings  12 of 3,401 candidates, F1 88.20" */
export function auditLine({ name, status, error, figures }: BatchAudit, width = name.length): string {
  const head = `${name.padEnd(width)}  ${status.padEnd("findings".length)}`;
  if (figures === null) return `${head}  ${visible(error ?? "")}`.trimEnd();
  const f1 = figures.f1 === null ? "" : `, F1 ${twoDecimals(figures.f1)}`;
  return `${head}  ${count(figures.findings)} of ${counted(figures.candidates, "candidate")}${f1}`;
}
