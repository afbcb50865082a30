import { type Change, linear, removal, sumOf } from "../influence/change.js";
import { retrain } from "../influence/retraining.js";
import { SegmentLoss } from "../influence/segmentLoss.js";
import type { Span } from "../influence/spans.js";
import type { F64 } from "../kernels/types.js";
import { norm } from "../math/vector.js";
import type { CrfObjective } from "../tagger/objective.js";

/** Retraining ends where ‖∇‖ is this small relative to the gradient of what was changed. */
const PRECISION = 1e-3;
const FORCING = 0.1;
const MAX_STEPS = 8;
const MAX_INNER = 300;

/** All of these spans without their labels. */
export function removalOf(objective: CrfObjective, spans: readonly Span[]): Change {
  return sumOf(spans.map((span) => removal(new SegmentLoss(objective.problem, span))));
}

/**
 * The tagger that training on changed labels gives, from θ by Newton's method. Training ended with a small gradient r, not
 * with none; L(θ) − r·θ has its optimum at θ exactly, so that what moves is due to the change alone.
 */
export function retrained(objective: CrfObjective, theta: F64, change: Change): { theta: F64; converged: boolean } {
  const r = new Float64Array(theta.length);
  objective.evaluate(theta, r);
  const moved = new Float64Array(theta.length);
  change.addGradient(theta, moved);
  const goal = PRECISION * norm(moved);
  return retrain(objective, theta, sumOf([change, linear(r)]), {
    enough: (_, gradient) => norm(gradient) <= goal,
    maxSteps: MAX_STEPS,
    forcing: FORCING,
    maxInner: MAX_INNER,
  });
}
