import type { RefinedInfluence } from "../../findings/report.js";
import { type Change, linear, removal, sumOf } from "../../influence/change.js";
import { retrain } from "../../influence/retraining.js";
import { SegmentLoss } from "../../influence/segmentLoss.js";
import type { Span } from "../../influence/spans.js";
import type { F64 } from "../../kernels/types.js";
import { dot } from "../../math/vector.js";
import type { CrfObjective } from "../../tagger/objective.js";
import type { Problem } from "../../tagger/problem.js";
import type { Candidate } from "../candidates/candidates.js";
import { relabellingOf } from "../suggestions/relabelling.js";
import type { Proposal, TagEncoder } from "../suggestions/tagEncoder.js";

/** Share of the change by which the last Newton step may have moved it, and by which what is left to do still would. */
const CLOSE = 0.05;
const STEP = { forcing: 0.1, maxSteps: 6, maxInner: 500 } as const;

/** What a refinement is computed from. */
export interface Refining {
  readonly objective: CrfObjective;
  readonly theta: F64;
  /** H⁻¹∇F */
  readonly v: F64;
  /** The reference, read through the tagger, and F's segments. */
  readonly problem: Problem;
  readonly targets: readonly Span[];
  readonly tagEncoder: TagEncoder;
}

/**
 * What taking a candidate's labels out, and putting its suggestion in, would do to F: Newton steps in place of the first
 * order that ranks it. docs/method/influence.md, Removal and retraining.
 */
export function refineAll(
  candidates: readonly (Candidate & { readonly proposal: Proposal | null })[],
  refining: Refining,
  onDone?: (done: number, total: number) => void,
): RefinedInfluence[] {
  const { objective, theta } = refining;
  const segments = refining.targets.map((target) => new SegmentLoss(refining.problem, target));
  const F = (at: F64) => segments.reduce((sum, segment) => sum + segment.loss(at), 0);
  const before = F(theta);
  // Training ended with a small gradient r, not with none; L(θ) − r·θ has its optimum at θ exactly.
  const rest = new Float64Array(theta.length);
  objective.evaluate(theta, rest);
  const changeOfF = (change: Change): number => {
    let value = Number.NaN;
    let steps = -1;
    const enough = (at: F64, gradient: F64): boolean => {
      const left = -dot(refining.v, gradient);
      const last = steps < 1 ? Number.NaN : value;
      value = F(at) - before + left;
      steps++;
      return Math.max(Math.abs(left), Math.abs(value - last)) <= CLOSE * Math.abs(value);
    };
    retrain(objective, theta, sumOf([change, linear(rest)]), { ...STEP, enough });
    return value;
  };
  return candidates.map((candidate, i) => {
    onDone?.(i, candidates.length);
    const tagging = refining.tagEncoder.encodeFor(candidate.proposal, candidate);
    return {
      influence: changeOfF(removal(new SegmentLoss(objective.problem, candidate))),
      relabelInfluence: tagging && changeOfF(relabellingOf(objective, candidate.sentence, tagging)),
    };
  });
}
