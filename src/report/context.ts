import type { AuditReport, Finding } from "../findings/report.js";

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
  /** The lines that a finding's suggestion changes in its file; absent where the file is not at hand. */
  readonly lineChanges?: ((finding: Finding) => readonly LineChange[]) | undefined;
}

/** A line of a file as it stands and as it should be, both without line ends. */
export interface LineChange {
  /** From 1. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/**
 * Turns a report into text, chunk by chunk, so that a report of every candidate of a large corpus need not be held in
 * memory. Pure: the same report and context give the same chunks; no clock, no file, no process.
 */
export type Reporter = (report: AuditReport, context: ReportContext) => Iterable<string>;
