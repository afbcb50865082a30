import type { AuditReport } from "../findings/report.js";

/** What the text report can put its findings together by. */
export const GROUPINGS = ["pattern", "file", "label", "document"] as const;
export type GroupBy = (typeof GROUPINGS)[number];

/** What a reporter may know of where its output goes. */
export interface ReportContext {
  readonly color: boolean;
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number;
  /** Figures and opposed reference segments as well as reasons; the text report only, as the next. */
  readonly verbose?: boolean | undefined;
  readonly groupBy?: GroupBy | undefined;
}

/**
 * Turns a report into text, chunk by chunk, so that a report of every candidate of a large corpus need not be held in
 * memory. Pure: the same report and context give the same chunks; no clock, no file, no process.
 */
export type Reporter = (report: AuditReport, context: ReportContext) => Iterable<string>;
