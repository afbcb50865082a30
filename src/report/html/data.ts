import type { GoldComparison, Outcome } from "../../findings/comparison.js";
import { findingSchema } from "../../findings/finding.js";
import { isAboutTag } from "../../findings/kinds.js";
import { patternSchema } from "../../findings/pattern.js";
import type { AuditReport, Finding, Opposed, Pattern } from "../../findings/report.js";
import { recordOf } from "../record.js";

/** A finding as the page has it: opposed reference segments by their number in `PageData.opposed`, with the influence. */
export interface PageFinding extends Omit<Finding, "opposes"> {
  readonly opposes: readonly (readonly [number, number])[];
  /** Where a corrected corpus is at hand, what it says of this finding. */
  readonly outcome?: Outcome;
}

/** A reference segment that findings oppose. Many oppose the same one, so each stands once in the page. */
export type PageOpposed = Omit<Opposed, "influence">;

/** What the page's script works on. */
export interface PageData {
  /** Names the audit, so that a browser keeps the marks of each apart. */
  readonly id: string;
  readonly threshold: number;
  /** The segment labels that occur, sorted, O among them; what a person may choose from. */
  readonly labels: readonly string[];
  readonly findings: readonly PageFinding[];
  readonly opposed: readonly PageOpposed[];
  readonly patterns: readonly Pattern[];
}

export function pageData(report: AuditReport, gold?: GoldComparison): PageData {
  const numbers = new Map<string, number>();
  const opposed: PageOpposed[] = [];
  const findings = report.findings.map((finding, i): PageFinding => {
    const { opposes, ...rest } = recordOf(findingSchema, finding);
    const outcome = gold?.outcomes[i] ?? null;
    return {
      ...rest,
      ...(outcome === null ? {} : { outcome }),
      opposes: opposes.map(({ influence, ...place }) => {
        const key = JSON.stringify(place);
        const number = numbers.get(key) ?? opposed.push(place) - 1;
        numbers.set(key, number);
        return [number, influence] as const;
      }),
    };
  });
  return {
    id: `${report.train.digest.slice(0, 16)} ${report.train.file}`,
    threshold: report.threshold,
    labels: labelsOf(report.findings),
    findings,
    opposed,
    patterns: report.patterns.map((pattern) => recordOf(patternSchema, pattern)),
  };
}

/** Segment labels alone: those of findings about tags are tags. */
function labelsOf(findings: readonly Finding[]): string[] {
  const labels = new Set(["O"]);
  for (const { kind, label, suggestion, replacement, opposes } of findings) {
    if (isAboutTag(kind)) continue;
    for (const one of [label, suggestion, ...(replacement?.segments ?? []).map((segment) => segment.label)])
      labels.add(one);
    for (const other of opposes) labels.add(other.label);
  }
  return [...labels].sort((a, b) => (a < b ? -1 : 1));
}

/** A value as JSON inside a script element: nothing in it can end the element, open a comment or drive a terminal. */
export function jsonInScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
