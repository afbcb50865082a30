import type { Obtained } from "../cached/tagger.js";
import type { AnnotatedCorpus } from "../corpus/index.js";
import type { Span } from "../influence/spans.js";
import type { Target } from "../influence/targets.js";
import type { CrfObjective } from "../tagger/objective.js";
import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";
import type { ReadReference } from "./candidates/decode.js";
import type { ReferenceInfluence } from "./influence.js";
import type { Refining } from "./signals/refine.js";
import { TagEncoder } from "./suggestions/tagEncoder.js";

/** The trained tagger, the reference as it reads it, and its influence: what needs no candidates. */
export interface AuditContext extends Obtained {
  readonly audited: AuditedSentences;
  /** Null without a reference, as is the rest. */
  readonly read: ReadReference | null;
  readonly influence: ReferenceInfluence | null;
  readonly target: { readonly problem: Problem; readonly theta: Scores; readonly targets: readonly Target[] } | null;
  readonly refining: Refining | null;
}

/** Sentences that are audited, as a tagger reads them, and where segments of the corpus stand in them. */
export interface AuditedSentences {
  readonly problem: Problem;
  /** Whether the tagger was trained on them. */
  readonly isTaught: boolean;
  spanOf(segment: Span): Span;
}

/**
 * @param obtained the tagger, and the objective whose optimum it is
 * @param influence of the reference that was read; null where that is
 * @param others where the segments that are looked at stand, and an objective over the corpus, where `obtained` has another corpus's
 */
export function contextOf(
  train: AnnotatedCorpus,
  obtained: Obtained,
  read: ReadReference | null,
  influence: ReferenceInfluence | null,
  others: { readonly audited: () => AuditedSentences; readonly objective: () => CrfObjective } | null = null,
): AuditContext {
  const { tagger, kernels } = obtained;
  const isCompared = read !== null && influence !== null;
  return {
    tagger,
    kernels,
    // Built where it is asked for: what the cache holds may do without it.
    get objective() {
      return obtained.objective;
    },
    get audited() {
      return others?.audited() ?? { problem: obtained.objective.problem, isTaught: true, spanOf: (segment) => segment };
    },
    read,
    influence,
    target: isCompared ? { problem: read.problem, theta: read.theta, targets: influence.targets } : null,
    get refining() {
      if (!isCompared) return null;
      const { v, targets } = influence;
      const tagEncoder = new TagEncoder(train.scheme, tagger.labels, train.segments);
      const objective = others?.objective() ?? obtained.objective;
      return { objective, theta: tagger.theta, v, problem: read.problem, targets, tagEncoder };
    },
  };
}
