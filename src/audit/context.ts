import type { Target } from "../influence/targets.js";
import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";
import type { Trained } from "../tagger/train.js";
import type { Refining } from "./signals/refine.js";

/** The trained tagger, and the targets of the reference as it reads them: what needs no candidates. */
export interface AuditContext extends Trained {
  /** Null without a reference. */
  readonly target: { readonly problem: Problem; readonly theta: Scores; readonly targets: readonly Target[] } | null;
  /** Null without a reference. */
  readonly refining: Refining | null;
}
