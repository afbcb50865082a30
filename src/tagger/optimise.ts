import { lbfgs } from "../math/lbfgs.js";
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

/** Pairs that L-BFGS keeps. */
const MEMORY = 10;

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

  const rough = lbfgs(objective, start ?? zero, {
    done: (gradientNorm) => gradientNorm <= Math.max(goal, HAND_OVER * scale),
    memory: MEMORY,
    maxIterations: options.maxIterations,
    metric: objective
      .curvature()
      .diagonal()
      .map((d) => 1 / d ** EXPONENT),
    onIteration: (iteration, value, gradientNorm) => options.onIteration?.(iteration, value, gradientNorm / scale),
  });
  const result = truncatedNewton(objective, rough.x, {
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
