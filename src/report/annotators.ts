import type { AnnotatorAgreement } from "../evaluation/annotators/agreement.js";
import type { PatternAnnotators } from "../evaluation/annotators/patterns.js";
import { annotatorsSchema } from "../findings/annotators.js";
import { encoded } from "../findings/encode.js";
import { count } from "./numbers.js";
import { recordOf } from "./record.js";
import { fraction, tableLines } from "./score/table.js";
import { visible } from "./visible.js";

/** What `seginf agreement` finds. */
export interface AnnotatorReport {
  readonly annotators: readonly AnnotatorAgreement[];
  readonly patterns: readonly PatternAnnotators[];
}

/** Below this an annotator differs from the others at a pattern. */
const SIGNIFICANT = 0.05;

export function annotatorsText({ annotators, patterns }: AnnotatorReport): string {
  const head = ["annotator", "segments", "F1 with labels", "kappa", "F1 with others", "kappa"];
  const rows = annotators.map(({ name, segments, withLabels, withOthers }) => [
    visible(name),
    count(segments),
    ...[withLabels.f1, withLabels.kappa, withOthers.f1, withOthers.kappa].map(fraction),
  ]);
  const parts = patterns.map((one) => `\n${patternText(one)}`);
  return `${tableLines(head, rows).join("\n")}\n${parts.join("")}`;
}

function patternText({ pattern, findings, annotators }: PatternAnnotators): string {
  const rows = annotators.map(({ name, standing, suggested, pValue }) => [
    `  ${visible(name)}`,
    `${standing} of ${findings} ${visible(pattern.label)}`,
    `${suggested} ${visible(pattern.suggestion)}`,
    pValue < SIGNIFICANT ? `more than the others (p ${pValue.toPrecision(2)})` : "",
  ]);
  const [, ...lines] = tableLines(["", "", "", ""], rows, 4);
  return `${visible(pattern.name)} (${pattern.id})\n${lines.join("\n")}\n`;
}

/** The agreement (docs/agreement.schema.json) as one JSON document, indented by two. */
export function annotatorsJson({ annotators, patterns }: AnnotatorReport): string {
  const value = {
    annotators: annotators.map(({ name, ...figures }) => ({ annotator: name, ...figures })),
    patterns: patterns.map(({ pattern, findings, annotators: shares }) => ({
      ...{ ...pattern, findings },
      annotators: shares.map(({ name, ...figures }) => ({ annotator: name, ...figures })),
    })),
  };
  return `${encoded(recordOf(annotatorsSchema, value), 2)}\n`;
}
