import type { AuditResult } from "../audit/result.js";
import { type JudgedScore, type Scaling, scaled, scalingBy, unscaled } from "../audit/score/verdictScaling.js";
import type { AuditReport, Finding } from "../findings/report.js";
import { isTagRule } from "../findings/rules.js";
import type { VerdictEntry } from "../findings/verdicts/index.js";
import { logistic, logit } from "../math/logistic.js";

/** Documents hold scores to six digits: nearer to 0 and 1 they cannot be told apart. */
const NEAREST = 1e-6;

/** The verdicts on a corpus's findings, as what they say of its scores. */
export interface VerdictScaling {
  readonly scaling: Scaling;
  readonly summary: NonNullable<AuditReport["verdicts"]>;
}

/** Null where no verdict says whether a finding with a score was right. */
export function verdictScaling(entries: readonly VerdictEntry[]): VerdictScaling | null {
  const judged = entries.flatMap(judgedScore);
  if (judged.length === 0) return null;
  const scaling = scalingBy(judged);
  const wrong = judged.filter(({ isWrong }) => isWrong).length;
  const expectedWrong = judged.reduce((sum, { logOdds }) => sum + logistic(logOdds), 0);
  return { scaling, summary: { judged: judged.length, wrong, expectedWrong, ...scaling } };
}

/** "later" says nothing, and tags that break their scheme have no score. */
function judgedScore({ verdict, rule, score }: VerdictEntry): JudgedScore[] {
  if (score === undefined || verdict === "later" || isTagRule(rule)) return [];
  return [{ logOdds: logit(bounded(score)), isWrong: verdict === "fixed" }];
}

/** The result with the scores that verdicts give. */
export function scaledResult(result: AuditResult, { scaling }: VerdictScaling): AuditResult {
  const { table, referenceErrors } = result;
  return {
    ...result,
    table: { ...table, logOdds: table.logOdds.map((x) => scaled(scaling, x)) },
    referenceErrors: referenceErrors.map((finding) => ({
      ...finding,
      score: logistic(scaled(scaling, logit(finding.score))),
    })),
  };
}

/** A finding with the score that it would have without verdicts, for verdicts on it. */
export function withUnscaledScore(finding: Finding, { scaling }: VerdictScaling): Finding {
  if (isTagRule(finding.rule)) return finding;
  return { ...finding, unscaledScore: logistic(unscaled(scaling, logit(finding.score))) };
}

const bounded = (score: number): number => Math.min(1 - NEAREST, Math.max(NEAREST, score));
