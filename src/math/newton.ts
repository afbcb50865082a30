import type { LinearOperator } from "./cg.js";
import type { Objective } from "./lbfgs.js";
import { wolfeStep } from "./lineSearch.js";
import { addScaled, dot, norm, sumScaled, type Vector } from "./vector.js";

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
    const inner = newtonDirection(objective.curvature(), gradient, forcing, options.maxInner);
    products += inner.products;
    const direction = inner.direction;
    const phi = (step: number) => {
      sumScaled(trial, x, -step, direction);
      const trialValue = objective.evaluate(trial, trialGradient);
      evaluations++;
      return { step, value: trialValue, slope: -dot(direction, trialGradient) };
    };
    const point = wolfeStep(phi, { step: 0, value, slope: -dot(direction, gradient) }, 1);
    if (point === null) break;
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

/** d with ‖Hd − g‖ ≤ forcing · ‖g‖ in the preconditioner's norm, by CG from 0. */
function newtonDirection(H: LinearOperator, g: Vector, forcing: number, maxProducts: number) {
  const n = H.dimension;
  const direction = new Float64Array(n);
  const r = Float64Array.from(g);
  const z = new Float64Array(n);
  const Hp = new Float64Array(n);
  H.precondition(r, z);
  const p = Float64Array.from(z);
  let rz = dot(r, z);
  const target = forcing * forcing * rz;
  let products = 0;
  while (rz > target && products < maxProducts) {
    H.apply(p, Hp);
    products++;
    const step = rz / dot(p, Hp);
    addScaled(direction, step, p);
    addScaled(r, -step, Hp);
    H.precondition(r, z);
    const next = dot(r, z);
    const beta = next / rz;
    rz = next;
    for (let i = 0; i < n; i++) p[i] = z[i] + beta * p[i];
  }
  return { direction, products };
}
