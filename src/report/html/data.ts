import type { GoldComparison, Outcome } from "../../findings/comparison.js";
import { findingSchema } from "../../findings/finding.js";
import { patternSchema } from "../../findings/pattern.js";
import type { AuditReport, Finding, Opposed, Pattern, Sentence } from "../../findings/report.js";
import { reasonText } from "../reason.js";
import { recordOf } from "../record.js";

/** A finding as the page has it: opposed reference segments by their number in `PageData.opposed`, with the influence. */
export interface PageFinding extends Omit<Finding, "opposes" | "reason"> {
  readonly opposes: readonly (readonly [number, number])[];
  /** In words. */
  readonly reason: string;
  /** Where a corrected corpus is at hand, what it says of this finding. */
  readonly outcome?: Outcome;
}

/** A reference segment that findings oppose. Many oppose the same one, so each stands once in the page. */
export type PageOpposed = Omit<Opposed, "influence">;

/** A whole sentence; the labels of its segments are numbers in `PageData.names`. */
export interface PageSentence extends Pick<Sentence, "file" | "sentence" | "line" | "tokens"> {
  readonly segments: readonly (readonly [start: number, end: number, label: number])[];
}

/** What the page's script works on. */
export interface PageData {
  /** Names the audit, so that a browser keeps the marks of each apart. */
  readonly id: string;
  readonly threshold: number;
  /** The labels of the training file and those of the reference, sorted: what a person may choose from. */
  readonly labels: readonly string[];
  readonly referenceLabels: readonly string[];
  /** Whether bounds cannot change, and no token is without a label. */
  readonly everyTokenIsSegment: boolean;
  /** Labels of segments in `sentences`, each once. */
  readonly names: readonly string[];
  readonly sentences: readonly PageSentence[];
  readonly findings: readonly PageFinding[];
  readonly opposed: readonly PageOpposed[];
  readonly patterns: readonly Pattern[];
}

export function pageData(report: AuditReport, gold?: GoldComparison): PageData {
  const numbers = new Map<string, number>();
  const opposed: PageOpposed[] = [];
  const findings = report.findings.map((finding, i): PageFinding => {
    const { opposes, reason: _, ...rest } = recordOf(findingSchema, finding);
    const outcome = gold?.outcomes[i] ?? null;
    return {
      ...rest,
      reason: reasonText(finding),
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
    labels: report.train.labels,
    referenceLabels: report.reference?.labels ?? [],
    everyTokenIsSegment: report.train.scheme === "plain",
    ...sentencesOf(report),
    findings,
    opposed,
    patterns: report.patterns.map((pattern) => recordOf(patternSchema, pattern)),
  };
}

function sentencesOf({ sentences }: AuditReport): Pick<PageData, "names" | "sentences"> {
  const numbers = new Map<string, number>();
  const number = (label: string): number => {
    const known = numbers.get(label) ?? numbers.size;
    numbers.set(label, known);
    return known;
  };
  const placed = sentences.map(({ file, sentence, line, tokens, segments }) => ({
    ...{ file, sentence, line, tokens },
    segments: segments.map(({ start, end, label }) => [start, end, number(label)] as const),
  }));
  return { names: [...numbers.keys()], sentences: placed };
}

/** A value as JSON inside a script element: nothing in it can end the element, open a comment or drive a terminal. */
export function jsonInScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
