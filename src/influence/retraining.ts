import type { F64 } from "../kernels/types.js";
import { iterate, type LinearOperator } from "../math/cg.js";
import { DescentPoint } from "../math/descentPoint.js";
import { flexibleConjugateGradients } from "../math/surrogate/flexibleCg.js";
import type { Surrogate } from "../math/surrogate/operator.js";
import type { CrfObjective } from "../tagger/objective.js";
import { type Change, ChangedObjective, Indefinite } from "./change.js";

export interface RetrainingOptions {
  /** Is given the point and the gradient of the changed loss there, before each step; true ends the retraining. */
  readonly enough: (theta: F64, gradient: F64) => boolean;
  readonly maxSteps: number;
  /** Bound on the residual of each Newton step's solve, relative to the gradient. */
  readonly forcing: number;
  /** Products with the Hessian in one step. */
  readonly maxInner: number;
  /**
   * Of L near the start, which preconditions the solves; none where absent. A change adds little of high rank to the Hessian, so
   * one surrogate serves many retrainings.
   */
  readonly surrogate?: Surrogate | null;
  /** Is given the products with the Hessian so far, after each step. */
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
 * the changed loss's own Hessian. Warm-started there, two or three steps reach what training from 0 would.
 */
export function retrain(objective: CrfObjective, start: F64, change: Change, options: RetrainingOptions): Retrained {
  const { space } = objective;
  const changed = new ChangedObjective(objective, change);
  const direction = space.vector(objective.dimension);
  const point = new DescentPoint(changed, start, (theta, gradient) => changed.at(theta, gradient));
  try {
    let steps = 0;
    let products = 0;
    let convex = true;
    let converged = options.enough(point.x, point.gradient);
    while (!converged && steps < options.maxSteps) {
      const solved = newtonDirection(point.at, point.gradient, direction, options);
      products += solved.products;
      convex &&= solved.convex;
      if (point.step(direction) === null) break;
      steps++;
      options.onStep?.(products);
      converged = options.enough(point.x, point.gradient);
    }
    const [theta, gradient] = [Float64Array.from(point.x), Float64Array.from(point.gradient)];
    return { theta, gradient, steps, products, converged, convex };
  } finally {
    point.release();
    space.release(direction);
  }
}

/** direction ← d with ‖H_S d − ∇‖ ≤ forcing ‖∇‖; where the changed loss is not convex, H takes the place of its Hessian H_S. */
function newtonDirection(
  at: { readonly hessian: LinearOperator; readonly unchanged: LinearOperator },
  gradient: F64,
  direction: F64,
  { forcing, maxInner, surrogate = null }: RetrainingOptions,
): { readonly products: number; readonly convex: boolean } {
  const limits = { tolerance: forcing, maxIterations: maxInner };
  const solve = (operator: LinearOperator): number => {
    if (surrogate !== null) {
      const { x, iterations } = flexibleConjugateGradients(operator, surrogate, gradient, limits);
      direction.set(x);
      return iterations;
    }
    return iterate(operator, gradient, limits, ({ x, iterations }) => {
      direction.set(x);
      return iterations;
    });
  };
  try {
    return { products: solve(at.hessian), convex: true };
  } catch (error) {
    if (!(error instanceof Indefinite)) throw error;
    return { products: solve(at.unchanged), convex: false };
  }
}
