import type { LinearOperator } from "./cg.js";
import { Column } from "./cgState.js";
import { heapVectors } from "./heapVectors.js";
import type { Objective } from "./lbfgs.js";
import { wolfeStep } from "./lineSearch.js";
import type { VectorSpace } from "./space.js";
import type { Vector } from "./vector.js";

/** A convex function that also gives products with its Hessian. */
export interface TwiceDifferentiable extends Objective {
  /** The Hessian at the last point evaluated, valid until the next evaluation. */
  curvature(): LinearOperator;
}

export interface NewtonOptions {
  /** Stop where ‖∇f‖₂ is at or below this; told as a function, of ‖∇f‖₂ at the start. */
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
 * residual that shrinks with the gradient, so that convergence ends superlinearly.
 * Source: Nocedal & Wright 2006, Algorithm 7.1, with the forcing term min(0.5, √(‖∇f‖ / ‖∇f₀‖)).
 */
export function truncatedNewton(objective: TwiceDifferentiable, start: Vector, options: NewtonOptions): NewtonResult {
  const n = objective.dimension;
  const space = objective.space ?? heapVectors;
  let x = space.vector(n);
  let trial = space.vector(n);
  let gradient = space.vector(n);
  let trialGradient = space.vector(n);
  const direction = space.vector(n);
  x.set(start);
  let value = objective.evaluate(x, gradient);
  const norm = () => Math.sqrt(space.dot(gradient, gradient));
  let gradientNorm = norm();
  const firstNorm = gradientNorm;
  const goal = options.gradientTolerance;
  const tolerance = typeof goal === "number" ? goal : goal(firstNorm);
  let evaluations = 1;
  let products = 0;
  let iterations = 0;
  while (gradientNorm > tolerance && iterations < options.maxIterations) {
    // A residual far below the tolerance would be work for nothing.
    const enough = (0.3 * tolerance) / gradientNorm;
    const forcing = Math.max(Math.min(0.5, Math.sqrt(gradientNorm / firstNorm)), Math.min(0.5, enough));
    products += exactStep(space, objective.curvature(), gradient, direction, { forcing, maxInner: options.maxInner });
    let tried = 0;
    const phi = (step: number) => {
      tried = step;
      space.sumScaled(trial, x, -step, direction);
      const trialValue = objective.evaluate(trial, trialGradient);
      evaluations++;
      return { step, value: trialValue, slope: -space.dot(direction, trialGradient) };
    };
    const point = wolfeStep(phi, { step: 0, value, slope: -space.dot(direction, gradient) }, 1);
    // The search may fall back on an earlier trial than its last; the trial buffers must hold the point accepted.
    if (point !== null && tried !== point.step) phi(point.step);
    if (point === null) break;
    [x, trial] = [trial, x];
    [gradient, trialGradient] = [trialGradient, gradient];
    value = point.value;
    gradientNorm = norm();
    iterations++;
    options.onIteration?.(iterations, value, gradientNorm, products);
  }
  const found = Float64Array.from(x);
  space.release(x, trial, gradient, trialGradient, direction);
  const converged = gradientNorm <= tolerance;
  return { x: found, value, gradientNorm, iterations, evaluations, products, converged };
}

interface StepLimits {
  /** Bound on ‖Hd − ∇f‖ / ‖∇f‖, in the norm that the tolerance is in: the preconditioner's weighs rare variables so much that
   * the last step would take twice the products for digits that nobody asked for. */
  readonly forcing: number;
  readonly maxInner: number;
}

/** direction ← d with H d ≈ gradient. Returns the products taken. */
function exactStep(
  space: VectorSpace,
  curvature: LinearOperator,
  gradient: Vector,
  direction: Vector,
  limits: StepLimits,
): number {
  const metric = space.vector(curvature.dimension);
  metric.set(curvature.inverseMetric);
  const inner = new Column(space, metric, gradient);
  approximate(curvature, inner, limits);
  direction.set(inner.x);
  inner.release();
  space.release(metric);
  return inner.iterations;
}

function approximate(operator: LinearOperator, column: Column, { forcing, maxInner }: StepLimits): void {
  do {
    operator.apply(column.p, column.q);
    column.advance();
  } while (column.relativeResidual > forcing && column.iterations < maxInner);
}
