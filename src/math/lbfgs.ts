import { type LinePoint, wolfeStep } from "./lineSearch.js";
import { addScaled, dot, norm, scale, sumScaled, type Vector } from "./vector.js";

/** A convex, differentiable function of `dimension` variables. */
export interface Objective {
  readonly dimension: number;
  /** Returns f(x) and writes ∇f(x) to `gradient`. */
  evaluate(x: Vector, gradient: Vector): number;
}

export interface LbfgsOptions {
  /** Tells from x and ‖∇f(x)‖₂ whether x is good enough. */
  readonly done: (x: Vector, gradientNorm: number) => boolean;
  readonly maxIterations: number;
  /** Pairs kept. */
  readonly memory: number;
  /** out ← D⁻¹ x for a positive diagonal D ≈ ∇²f: the initial metric of each iteration. Identity where absent. */
  readonly precondition?: (x: Vector, out: Vector) => void;
  readonly onIteration?: (iteration: number, value: number, gradientNorm: number, x: Vector) => void;
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
 * Minimises a convex function by limited-memory BFGS.
 * Source: Liu & Nocedal 1989; two-loop recursion as Nocedal & Wright 2006, Algorithm 7.4, with H₀ = γ D⁻¹.
 *
 * @param start length `dimension`; not written to
 */
export function lbfgs(objective: Objective, start: Vector, options: LbfgsOptions): LbfgsResult {
  const n = objective.dimension;
  const history: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  const direction = new Float64Array(n);
  const scratch = new Float64Array(n);
  let x = Float64Array.from(start);
  let gradient = new Float64Array(n);
  let trialX = new Float64Array(n);
  let trialGradient = new Float64Array(n);
  let value = objective.evaluate(x, gradient);
  let gradientNorm = norm(gradient);
  let evaluations = 1;
  let iterations = 0;

  const applyMetric = (gamma: number): void => {
    if (options.precondition) {
      options.precondition(direction, scratch);
      direction.set(scratch);
    }
    scale(direction, gamma);
  };

  while (!options.done(x, gradientNorm) && iterations < options.maxIterations) {
    twoLoop(direction, gradient, history, applyMetric, scratch, options.precondition);
    const slope = -dot(direction, gradient);
    let tried = 0;
    const phi = (step: number): LinePoint => {
      tried = step;
      sumScaled(trialX, x, -step, direction);
      const trialValue = objective.evaluate(trialX, trialGradient);
      evaluations++;
      return { step, value: trialValue, slope: -dot(direction, trialGradient) };
    };
    const first = history.length > 0 || options.precondition ? 1 : Math.min(1, 1 / norm(direction));
    const point = wolfeStep(phi, { step: 0, value, slope }, first);
    if (point === null) break;
    // The search may fall back on an earlier trial than its last; the trial buffers must hold the point accepted.
    if (tried !== point.step) phi(point.step);
    remember(history, options.memory, x, trialX, gradient, trialGradient);
    [x, trialX] = [trialX, x];
    [gradient, trialGradient] = [trialGradient, gradient];
    value = point.value;
    gradientNorm = norm(gradient);
    iterations++;
    options.onIteration?.(iterations, value, gradientNorm, x);
  }
  return {
    x,
    value,
    gradientNorm,
    iterations,
    evaluations,
    converged: options.done(x, gradientNorm),
  };
}

/** direction ← H ∇f with the inverse Hessian approximation of the pairs kept. */
function twoLoop(
  direction: Float64Array,
  gradient: Float64Array,
  history: readonly { s: Float64Array; y: Float64Array; rho: number }[],
  applyMetric: (gamma: number) => void,
  scratch: Float64Array,
  precondition: LbfgsOptions["precondition"],
): void {
  direction.set(gradient);
  const alpha = new Float64Array(history.length);
  for (let i = history.length - 1; i >= 0; i--) {
    const { s, y, rho } = history[i];
    alpha[i] = rho * dot(s, direction);
    addScaled(direction, -alpha[i], y);
  }
  let gamma = 1;
  const last = history.at(-1);
  if (last) {
    // γ = sᵀy / yᵀD⁻¹y makes γD⁻¹ agree with the curvature seen in the last step.
    if (precondition) precondition(last.y, scratch);
    gamma = 1 / (last.rho * dot(last.y, precondition ? scratch : last.y));
  }
  applyMetric(gamma);
  for (let i = 0; i < history.length; i++) {
    const { s, y, rho } = history[i];
    addScaled(direction, alpha[i] - rho * dot(y, direction), s);
  }
}

/** Keeps the pair s = x' − x, y = ∇f(x') − ∇f(x), reusing the oldest pair's arrays. */
function remember(
  history: { s: Float64Array; y: Float64Array; rho: number }[],
  memory: number,
  x: Vector,
  nextX: Vector,
  gradient: Vector,
  nextGradient: Vector,
): void {
  const recycled = history.length === memory ? history.shift() : undefined;
  const s = recycled?.s ?? new Float64Array(x.length);
  const y = recycled?.y ?? new Float64Array(x.length);
  sumScaled(s, nextX, -1, x);
  sumScaled(y, nextGradient, -1, gradient);
  const sy = dot(s, y);
  // Convexity gives sᵀy ≥ 0; a pair without curvature (rounding) would make the metric indefinite.
  if (sy > 1e-14 * dot(y, y)) history.push({ s, y, rho: 1 / sy });
}
