import type { Finding } from "./report.js";

/** Below this share of suggestions that are expected to be right nobody should accept them together unasked. */
export const RELIABLE = 0.8;

/** How many of some suggestions are expected to be right. */
export interface Expectation {
  readonly findings: number;
  /** The sum of their scores. */
  readonly right: number;
  /** Whether at least four fifths of them are expected to be right. */
  readonly isReliable: boolean;
}

/** E[right] = Σ p, the p of each finding its score: the estimated probability that the annotation is wrong. */
export function expectedRight(findings: readonly Pick<Finding, "score">[]): Expectation {
  const right = findings.reduce((sum, { score }) => sum + score, 0);
  return { findings: findings.length, right, isReliable: right >= RELIABLE * findings.length - 1e-9 };
}
