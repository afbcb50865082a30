import { iterate, type LinearOperator } from "./cg.js";
import type { Objective } from "./lbfgs.js";
import { wolfeStep } from "./lineSearch.js";
import { dot, norm, sumScaled, type Vector } from "./vector.js";

/** A convex function that also gives products with its Hessian. */
export interface TwiceDifferentiable extends Objective {
  /** The Hessian at the last point evaluated, valid until the next evaluation. */
  curvature(): LinearOperator;
}

export interface NewtonOptions {
  /** Stop where ‖∇f‖₂ is at or below this. */
  readonly gradientTolerance: number;
  readonly maxIterations: number;
  /** Bound on the products with the Hessian in one iteration. */
  readonly maxInner: number;
  readonly onIteration?: (iteration: number, value: number, gradientNorm: number, products: number) => void;
}

export interface NewtonResult {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradientNorm: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly products: number;
  readonly converged: boolean;
}

/**
 * Minimises a convex function by truncated Newton: each step solves H d = ∇f by preconditioned conjugate gradients to a
 * residual that shrinks with the gradient, so that convergence ends superlinearly.
 * Source: Nocedal & Wright 2006, Algorithm 7.1, with the forcing term min(0.5, √(‖∇f‖ / ‖∇f₀‖)).
 */
export function truncatedNewton(objective: TwiceDifferentiable, start: Vector, options: NewtonOptions): NewtonResult {
  const n = objective.dimension;
  let x = Float64Array.from(start);
  let trial = new Float64Array(n);
  const gradient = new Float64Array(n);
  const trialGradient = new Float64Array(n);
  let value = objective.evaluate(x, gradient);
  let gradientNorm = norm(gradient);
  const firstNorm = gradientNorm;
  let evaluations = 1;
  let products = 0;
  let iterations = 0;
  while (gradientNorm > options.gradientTolerance && iterations < options.maxIterations) {
    // A residual far below the tolerance would be work for nothing.
    const enough = (0.3 * options.gradientTolerance) / gradientNorm;
    const forcing = Math.max(Math.min(0.5, Math.sqrt(gradientNorm / firstNorm)), Math.min(0.5, enough));
    // d with ‖Hd − ∇f‖ ≤ forcing · ‖∇f‖, in the norm that the tolerance is in: the preconditioner's weighs rare variables
    // so much that the last step would take twice the products for digits that nobody asked for.
    const enoughSquared = (forcing * gradientNorm) ** 2;
    const inner = iterate(
      objective.curvature(),
      gradient,
      options.maxInner,
      (iteration, rr) => iteration > 0 && rr <= enoughSquared,
    );
    products += inner.iterations;
    const direction = inner.x;
    let tried = 0;
    const phi = (step: number) => {
      tried = step;
      sumScaled(trial, x, -step, direction);
      const trialValue = objective.evaluate(trial, trialGradient);
      evaluations++;
      return { step, value: trialValue, slope: -dot(direction, trialGradient) };
    };
    const point = wolfeStep(phi, { step: 0, value, slope: -dot(direction, gradient) }, 1);
    if (point === null) break;
    // The search may fall back on an earlier trial than its last; the trial buffers must hold the point accepted.
    if (tried !== point.step) phi(point.step);
    [x, trial] = [trial, x];
    gradient.set(trialGradient);
    value = point.value;
    gradientNorm = norm(gradient);
    iterations++;
    options.onIteration?.(iterations, value, gradientNorm, products);
  }
  const converged = gradientNorm <= options.gradientTolerance;
  return { x, value, gradientNorm, iterations, evaluations, products, converged };
}
