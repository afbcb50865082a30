import { iterate, type LinearOperator } from "./cg.js";
import { DescentPoint } from "./descentPoint.js";
import { heapVectors } from "./heapVectors.js";
import type { VectorSpace } from "./space.js";
import type { Vector } from "./vector.js";

/** A convex function of `dimension` variables that also gives products with its Hessian. */
export interface TwiceDifferentiable {
  readonly dimension: number;
  /** Where its vectors are best kept; JavaScript's heap where absent. */
  readonly space?: VectorSpace;
  /** The function at x, whose gradient is written to `gradient`. Its caller closes it. */
  at(x: Vector, gradient: Vector): SecondOrder;
}

/** A function at one point. It holds however many other points are asked for, until it is closed. */
export interface SecondOrder {
  readonly value: number;
  readonly hessian: LinearOperator;
  /** Gives its memory back; neither it nor its Hessian is used afterwards. */
  close(): void;
}

export interface NewtonOptions {
  /** Stop where ‖∇f‖₂ is at or below this; a function is given ‖∇f‖₂ at the start. */
  readonly gradientTolerance: number | ((atStart: number) => number);
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
 * residual that shrinks with the gradient, so that convergence ends superlinearly. Residuals are measured in the norm that
 * the tolerance is in: the preconditioner's weighs rare variables so much that the last step would take twice the products
 * for digits that nobody asked for.
 * Source: Nocedal & Wright 2006, Algorithm 7.1, with the forcing term min(0.5, √(‖∇f‖ / ‖∇f₀‖)).
 */
export function truncatedNewton(objective: TwiceDifferentiable, start: Vector, options: NewtonOptions): NewtonResult {
  const space = objective.space ?? heapVectors;
  const direction = space.scratch(objective.dimension);
  const point = new DescentPoint(objective, start, (x, gradient) => objective.at(x, gradient));
  const firstNorm = point.gradientNorm;
  const goal = options.gradientTolerance;
  const tolerance = typeof goal === "number" ? goal : goal(firstNorm);
  let products = 0;
  let iterations = 0;
  while (point.gradientNorm > tolerance && iterations < options.maxIterations) {
    // A residual far below the tolerance would be work for nothing.
    const enough = (0.3 * tolerance) / point.gradientNorm;
    const forcing = Math.max(Math.min(0.5, Math.sqrt(point.gradientNorm / firstNorm)), Math.min(0.5, enough));
    const limits = { tolerance: forcing, maxIterations: options.maxInner };
    products += iterate(point.at.hessian, point.gradient, limits, (solved) => {
      direction.set(solved.x);
      return solved.iterations;
    });
    if (point.step(direction) === null) break;
    iterations++;
    options.onIteration?.(iterations, point.value, point.gradientNorm, products);
  }
  const { value, gradientNorm, evaluations } = point;
  const x = Float64Array.from(point.x);
  point.release();
  space.release(direction);
  return { x, value, gradientNorm, iterations, evaluations, products, converged: gradientNorm <= tolerance };
}
