import { heapVectors } from "./heapVectors.js";
import { History } from "./history.js";
import { type LinePoint, wolfeStep } from "./lineSearch.js";
import type { VectorSpace } from "./space.js";
import type { Vector } from "./vector.js";

/** A convex, differentiable function of `dimension` variables. */
export interface Objective {
  readonly dimension: number;
  /** Where its vectors are best kept; JavaScript's heap where absent. */
  readonly space?: VectorSpace;
  /** Returns f(x) and writes ∇f(x) to `gradient`. */
  evaluate(x: Vector, gradient: Vector): number;
}

export interface LbfgsOptions {
  /** Tells from ‖∇f(x)‖₂ at the last point evaluated whether that point is good enough. */
  readonly done: (gradientNorm: number) => boolean;
  readonly maxIterations: number;
  /** Pairs kept. */
  readonly memory: number;
  /** m of the variables z = x / m that the search runs in, all > 0: its first metric is m². Ones where absent. */
  readonly metric?: Vector;
  readonly onIteration?: (iteration: number, value: number, gradientNorm: number) => void;
}

export interface LbfgsResult {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradientNorm: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly converged: boolean;
}

/**
 * Minimises a convex function by limited-memory BFGS; math/history.ts holds the method proper.
 *
 * @param start length `dimension`; not written to
 */
export function lbfgs(objective: Objective, start: Vector, options: LbfgsOptions): LbfgsResult {
  const n = objective.dimension;
  const space = objective.space ?? heapVectors;
  const metric = space.vector(n);
  if (options.metric) metric.set(options.metric);
  else metric.fill(1);
  const history = new History(space, metric, options.memory);
  const direction = space.vector(n);
  let x = space.vector(n);
  let gradient = space.vector(n);
  let trialX = space.vector(n);
  let trialGradient = space.vector(n);
  x.set(start);
  let value = objective.evaluate(x, gradient);
  const norm = () => Math.sqrt(space.dot(gradient, gradient));
  let gradientNorm = norm();
  let evaluations = 1;
  let iterations = 0;

  while (!options.done(gradientNorm) && iterations < options.maxIterations) {
    const pairs = history.size;
    const [slope, square] = history.direction(direction, gradient);
    let tried = 0;
    const phi = (step: number): LinePoint => {
      tried = step;
      space.sumScaled(trialX, x, -step, direction);
      const trialValue = objective.evaluate(trialX, trialGradient);
      evaluations++;
      return { step, value: trialValue, slope: -space.dot(direction, trialGradient) };
    };
    const first = pairs > 0 ? 1 : Math.min(1, 1 / Math.sqrt(square));
    const point = wolfeStep(phi, { step: 0, value, slope: -slope }, first);
    if (point === null) break;
    // The search may fall back on an earlier trial than its last; the trial buffers must hold the point accepted.
    if (tried !== point.step) phi(point.step);
    history.remember(-point.step, trialGradient, gradient);
    [x, trialX] = [trialX, x];
    [gradient, trialGradient] = [trialGradient, gradient];
    value = point.value;
    gradientNorm = norm();
    iterations++;
    options.onIteration?.(iterations, value, gradientNorm);
  }
  const found = Float64Array.from(x);
  history.release();
  space.release(metric, direction, x, gradient, trialX, trialGradient);
  return { x: found, value, gradientNorm, iterations, evaluations, converged: options.done(gradientNorm) };
}
