import { lbfgs } from "../math/lbfgs.js";
import { truncatedNewton } from "../math/newton.js";
import { power } from "../math/power.js";
import { surrogateDescent } from "../math/surrogate/descent.js";
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

/** Iterations of L-BFGS before the first surrogate: at θ = 0 all labels are likely, and little could be pruned. */
const FIRST = 7;

/**
 * ‖∇L‖ / ‖∇L(0)‖ at which steps by the surrogate's Hessian are enough (2e-4 and 4e-4 take the same steps on four corpora, 1e-4 longer ones; bench/RESULTS.md),
 * and at which corrections do not mislead them.
 */
const NEAR = 3e-4;
const CORRECTED = 1e-5;

/**
 * Minimises L from `start` (θ = 0 where absent) until ‖∇L(θ)‖ ≤ tolerance · ‖∇L(0)‖: L-BFGS, which comes far with cheap
 * steps, or for a large corpus a few of these and then steps by its surrogate; in the end truncated Newton, which is superlinear where
 * the others would crawl.
 */
export function optimise(objective: CrfObjective, options: OptimiseOptions, start?: Vector): Optimum {
  const zero = new Float64Array(objective.dimension);
  const gradient = new Float64Array(objective.dimension);
  const origin = objective.at(zero, gradient);
  const metric = origin.hessian.diagonal().map((d) => power(d, -EXPONENT));
  origin.close();
  const scale = norm(gradient);
  const goal = options.tolerance * scale;
  const roughGoal = Math.max(goal, HAND_OVER * scale);

  let [x, iterations] = [start ?? zero, 0];
  const left = () => options.maxIterations - iterations;
  const progress = () => {
    const before = iterations;
    return (iteration: number, value: number, gradientNorm: number) =>
      options.onIteration?.(before + iteration, value, gradientNorm / scale);
  };
  const byLbfgs = (maxIterations: number) => {
    const done = (gradientNorm: number) => gradientNorm <= roughGoal;
    const memory = Math.min(MEMORY, Math.max(1, maxIterations));
    const found = lbfgs(objective, x, { done, memory, maxIterations, metric, onIteration: progress() });
    x = found.x;
    iterations += found.iterations;
  };
  if (objective.hasSurrogate) {
    if (start === undefined) byLbfgs(Math.min(FIRST, left()));
    const limits = { goal: roughGoal, near: NEAR * scale, corrected: CORRECTED * scale, maxIterations: left() };
    const found = surrogateDescent(objective, x, { ...limits, onIteration: progress() });
    x = found.x;
    iterations += found.iterations;
    if (found.gradientNorm <= goal) return optimum({ ...found, iterations }, scale);
  }
  byLbfgs(left());
  const result = truncatedNewton(objective, x, {
    gradientTolerance: goal,
    maxIterations: left(),
    maxInner: MAX_INNER,
    onIteration: progress(),
  });
  return optimum({ ...result, iterations: iterations + result.iterations }, scale);
}

function optimum(
  {
    x,
    value,
    gradientNorm,
    iterations,
    converged,
  }: Omit<Optimum, "theta" | "relativeGradientNorm"> & { x: Float64Array },
  scale: number,
): Optimum {
  const relativeGradientNorm = scale > 0 ? gradientNorm / scale : 0;
  return { theta: x, value, gradientNorm, relativeGradientNorm, iterations, converged };
}
