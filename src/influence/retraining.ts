import type { F64 } from "../kernels/types.js";
import { iterate, type LinearOperator } from "../math/cg.js";
import { wolfeStep } from "../math/lineSearch.js";
import { dot, norm, sumScaled } from "../math/vector.js";
import type { CrfObjective } from "../tagger/objective.js";
import { type Change, ChangedObjective, Indefinite } from "./change.js";

export interface RetrainingOptions {
  /** Told the point and the gradient of the changed loss there, before each step; ends the retraining by saying true. */
  readonly enough: (theta: F64, gradient: F64) => boolean;
  readonly maxSteps: number;
  /** Bound on the residual of each Newton step's solve, relative to the gradient. */
  readonly forcing: number;
  /** Products with the Hessian in one step. */
  readonly maxInner: number;
  /** Told the products with the Hessian so far, after each step. */
  readonly onStep?: (products: number) => void;
}

export interface Retrained {
  readonly theta: Float64Array;
  /** The gradient of the changed loss at θ: what is left of it. */
  readonly gradient: Float64Array;
  readonly steps: number;
  /** Products with the Hessian. */
  readonly products: number;
  /** Whether `enough` ended it. */
  readonly converged: boolean;
  /** False where the changed loss was not convex on the way, so that H stood in for its Hessian. */
  readonly convex: boolean;
}

/**
 * The truth that influence predicts: minimises L + change from θ, its optimum without the change, by Newton's method with
 * the changed loss's own Hessian. Warm-started there, two or three steps reach what training afresh would.
 */
export function retrain(objective: CrfObjective, start: F64, change: Change, options: RetrainingOptions): Retrained {
  const changed = new ChangedObjective(objective, change);
  let theta = Float64Array.from(start);
  let trial = new Float64Array(theta.length);
  const gradient = new Float64Array(theta.length);
  const trialGradient = new Float64Array(theta.length);
  let value = changed.evaluate(theta, gradient);
  let steps = 0;
  let products = 0;
  let convex = true;
  let converged = options.enough(theta, gradient);
  while (!converged && steps < options.maxSteps) {
    const solved = newtonDirection(objective, changed, gradient, options);
    const direction = solved.x;
    products += solved.iterations;
    convex &&= solved.convex;
    let tried = 0;
    const phi = (step: number) => {
      tried = step;
      sumScaled(trial, theta, -step, direction);
      const trialValue = changed.evaluate(trial, trialGradient);
      return { step, value: trialValue, slope: -dot(direction, trialGradient) };
    };
    const point = wolfeStep(phi, { step: 0, value, slope: -dot(direction, gradient) }, 1);
    if (point === null) break;
    // The search may fall back on an earlier trial than its last; the trial buffers must hold the point accepted.
    if (tried !== point.step) phi(point.step);
    [theta, trial] = [trial, theta];
    gradient.set(trialGradient);
    value = point.value;
    steps++;
    options.onStep?.(products);
    converged = options.enough(theta, gradient);
  }
  return { theta, gradient, steps, products, converged, convex };
}

/** d with ‖H_S d − ∇‖ ≤ forcing ‖∇‖; where the changed loss is not convex, H takes the place of its Hessian H_S. */
function newtonDirection(
  objective: CrfObjective,
  changed: ChangedObjective,
  gradient: F64,
  { forcing, maxInner }: RetrainingOptions,
) {
  const enough = (forcing * norm(gradient)) ** 2;
  const solve = (operator: LinearOperator) =>
    iterate(operator, gradient, maxInner, (iteration, rr) => iteration > 0 && rr <= enough);
  try {
    return { ...solve(changed.curvature()), convex: true };
  } catch (error) {
    if (!(error instanceof Indefinite)) throw error;
    return { ...solve(objective.curvature()), convex: false };
  }
}
