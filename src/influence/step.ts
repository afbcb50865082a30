import type { Problem } from "../tagger/problem.js";
import { combine, type Scores } from "../tagger/scores.js";
import { targetLoss } from "./reference.js";
import type { Span } from "./spans.js";

/** Steps tried, largest first. */
const STEPS = [1, 0.5, 0.25, 0.125, 0.0625, 0.03125];

/**
 * How far to go along −v: the step w of STEPS after which F(θ − w v) is smallest, 0 where none makes it smaller. w = 1
 * counts the targets once more in training; F is convex, so a step that overshoots shows in F itself.
 */
export function chooseStep(problem: Problem, theta: Scores, v: Scores, targets: readonly Span[]): number {
  let best = 0;
  let least = targetLoss(problem, theta, targets);
  for (const step of STEPS) {
    const loss = targetLoss(problem, combine(theta, -step, v), targets);
    if (loss >= least) continue;
    best = step;
    least = loss;
  }
  return best;
}
