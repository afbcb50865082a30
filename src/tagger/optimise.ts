import { lbfgs, type Objective } from "../math/lbfgs.js";
import { truncatedNewton } from "../math/newton.js";
import { norm, type Vector } from "../math/vector.js";
import type { CrfObjective } from "./objective.js";

export interface OptimiseOptions {
  /** Bound on ‖∇L(θ)‖ / ‖∇L(0)‖. */
  readonly tolerance: number;
  /** Bound on the iterations of both methods together. */
  readonly maxIterations: number;
  readonly onIteration?: (iteration: number, objective: number, relativeGradientNorm: number) => void;
}

export interface Optimum {
  readonly theta: Float64Array;
  /** L(θ), nats. */
  readonly value: number;
  readonly gradientNorm: number;
  readonly relativeGradientNorm: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** ‖∇L‖ / ‖∇L(0)‖ at which truncated Newton takes over: L-BFGS alone reaches it well (bench/RESULTS.md). */
const HAND_OVER = 1e-6;

/**
 * p of z = D^p θ. ½ would even out the curvatures at θ = 0, but most of them are gone at the optimum, where few tokens are
 * in doubt; measured, ⅛ needs the fewest iterations on two corpora, a quarter fewer than 0 and a fifth of what ½ needs.
 */
const EXPONENT = 1 / 8;

/** Products with the Hessian in one Newton step. */
const MAX_INNER = 500;

/**
 * Minimises L from `start` (θ = 0 where absent) until ‖∇L(θ)‖ ≤ tolerance · ‖∇L(0)‖: L-BFGS first, which comes far with
 * cheap steps, then truncated Newton, which ends superlinearly where L-BFGS would crawl.
 */
export function optimise(objective: CrfObjective, options: OptimiseOptions, start?: Vector): Optimum {
  const zero = new Float64Array(objective.dimension);
  const gradient = new Float64Array(objective.dimension);
  objective.evaluate(zero, gradient);
  const scale = norm(gradient);
  const goal = options.tolerance * scale;

  const scaled = new ScaledObjective(objective);
  const rough = lbfgs(scaled, scaled.from(start ?? zero), {
    // Measured in θ, not in the scaled variables that the search runs in.
    done: () => scaled.gradientNorm <= Math.max(goal, HAND_OVER * scale),
    memory: 6,
    maxIterations: options.maxIterations,
    onIteration: (iteration, value) => options.onIteration?.(iteration, value, scaled.gradientNorm / scale),
  });
  const result = truncatedNewton(objective, scaled.to(rough.x), {
    gradientTolerance: goal,
    maxIterations: options.maxIterations - rough.iterations,
    maxInner: MAX_INNER,
    onIteration: (iteration, value, gradientNorm) =>
      options.onIteration?.(rough.iterations + iteration, value, gradientNorm / scale),
  });
  return {
    theta: result.x,
    value: result.value,
    gradientNorm: result.gradientNorm,
    relativeGradientNorm: scale > 0 ? result.gradientNorm / scale : 0,
    iterations: rough.iterations + result.iterations,
    converged: result.converged,
  };
}

/** L in the variables z = D^p θ, D the diagonal of the Hessian at 0. */
class ScaledObjective implements Objective {
  readonly dimension: number;
  /** ‖∇L‖ in θ at the last point evaluated. */
  gradientNorm = 0;
  private readonly inverseScale: Float64Array;
  private readonly theta: Float64Array;

  /** The objective must stand at θ = 0. */
  constructor(private readonly objective: CrfObjective) {
    this.dimension = objective.dimension;
    this.inverseScale = objective
      .curvature()
      .diagonal()
      .map((d) => 1 / d ** EXPONENT);
    this.theta = new Float64Array(this.dimension);
  }

  from(theta: Vector): Float64Array {
    return Float64Array.from(theta, (x, i) => x / this.inverseScale[i]);
  }

  to(z: Vector): Float64Array {
    return Float64Array.from(z, (x, i) => x * this.inverseScale[i]);
  }

  evaluate(z: Vector, gradient: Vector): number {
    const { theta, inverseScale } = this;
    for (let i = 0; i < theta.length; i++) theta[i] = z[i] * inverseScale[i];
    const value = this.objective.evaluate(theta, gradient);
    this.gradientNorm = norm(gradient);
    for (let i = 0; i < theta.length; i++) gradient[i] *= inverseScale[i];
    return value;
  }
}
