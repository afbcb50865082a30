import { DescentPoint } from "./descentPoint.js";
import { heapVectors } from "./heapVectors.js";
import { History } from "./history.js";
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
  const metric = space.scratch(n);
  if (options.metric) metric.set(options.metric);
  else metric.fill(1);
  const history = new History(space, metric, options.memory);
  const direction = space.scratch(n);
  const point = new DescentPoint(objective, start, (x, gradient) => ({ value: objective.evaluate(x, gradient) }));
  let iterations = 0;
  while (!options.done(point.gradientNorm) && iterations < options.maxIterations) {
    const pairs = history.size;
    const [slope, square] = history.direction(direction, point.gradient);
    const first = pairs > 0 ? 1 : Math.min(1, 1 / Math.sqrt(square));
    const step = point.step(direction, first, slope);
    if (step === null) break;
    history.remember(-step, point.gradient, point.before.gradient);
    iterations++;
    options.onIteration?.(iterations, point.value, point.gradientNorm);
  }
  const { value, gradientNorm, evaluations } = point;
  const x = Float64Array.from(point.x);
  history.release();
  point.release();
  space.release(metric, direction);
  return { x, value, gradientNorm, iterations, evaluations, converged: options.done(gradientNorm) };
}
