import type { AnnotatedCorpus } from "../corpus/index.js";
import type { Target } from "../influence/targets.js";
import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";
import type { Trained } from "../tagger/train.js";
import type { ReadReference } from "./candidates/decode.js";
import type { ReferenceInfluence } from "./influence.js";
import type { Refining } from "./signals/refine.js";
import { TagEncoder } from "./suggestions/tagEncoder.js";

/** The trained tagger, the reference as it reads it, and its influence: what needs no candidates. */
export interface AuditContext extends Trained {
  /** Null without a reference, as is the rest. */
  readonly read: ReadReference | null;
  readonly influence: ReferenceInfluence | null;
  readonly target: { readonly problem: Problem; readonly theta: Scores; readonly targets: readonly Target[] } | null;
  readonly refining: Refining | null;
}

/** @param influence of the reference that was read; null where that is */
export function contextOf(
  train: AnnotatedCorpus,
  trained: Trained,
  read: ReadReference | null,
  influence: ReferenceInfluence | null,
): AuditContext {
  if (read === null || influence === null) {
    return { ...trained, read: null, influence: null, target: null, refining: null };
  }
  const { tagger, objective } = trained;
  const { problem, theta } = read;
  const { targets, v } = influence;
  const tagEncoder = new TagEncoder(train.scheme, tagger.labels, train.segments);
  return {
    ...trained,
    read,
    influence,
    target: { problem, theta, targets },
    refining: { objective, theta: tagger.theta, v, problem, targets, tagEncoder },
  };
}
