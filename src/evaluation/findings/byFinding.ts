import type { GoldComparison, Outcome } from "../../findings/comparison.js";
import type { Finding } from "../../findings/report.js";
import { calibration } from "./calibration.js";
import type { Errors } from "./errors.js";
import { Judge, type Verdict } from "./verdict.js";

/**
 * Each finding of a report, from the highest score on, compared with the corrected corpus.
 *
 * @param file the report, for messages
 * @throws SeginfError where a finding does not fit the corpus
 */
export function compareFindings(findings: readonly Finding[], errors: Errors, file: string): GoldComparison {
  const judge = new Judge(errors);
  const verdicts = findings.map((finding) => (finding.kind === "reference" ? null : judge.judge(finding, file)));
  const scored = verdicts.filter((verdict) => verdict !== null);
  const { ofSegment, missed, gold } = errors;
  return {
    file: gold.name,
    errors: ofSegment.reduce((sum, family) => sum + (family === 0 ? 0 : 1), 0) + missed.length,
    outcomes: verdicts.map((verdict) => verdict && outcomeOf(verdict)),
    found: found(scored, errors),
    calibration: calibration(scored).bins,
  };
}

function outcomeOf({ families, corrects }: Verdict): Outcome {
  if (families === 0) return "right";
  return corrects ? "corrected" : "wrong";
}

/** By verdict: the number of wrong segments that it and those before it touch. */
function found(verdicts: readonly Verdict[], { annotated, corrected, ofSegment, missed, corpus }: Errors): number[] {
  /** By token: the wrong segment that it is part of, −1 for none. Annotated and missed segments do not overlap. */
  const wrongAt = new Int32Array(corpus.words.ids.length).fill(-1);
  ofSegment.forEach((family, i) => {
    if (family !== 0) wrongAt.fill(i, annotated.start[i], annotated.end[i]);
  });
  for (const [m, j] of missed.entries()) wrongAt.fill(annotated.count + m, corrected.start[j], corrected.end[j]);
  const met = new Set<number>();
  return verdicts.map(({ start, end }) => {
    for (const segment of wrongAt.subarray(start, end)) if (segment >= 0) met.add(segment);
    return met.size;
  });
}
