import { type LinePoint, wolfeStep } from "./lineSearch.js";
import { addScaled, dot, norm, scale, sumScaled, type Vector } from "./vector.js";

/** A convex, differentiable function of `dimension` variables. */
export interface Objective {
  readonly dimension: number;
  /** Returns f(x) and writes ∇f(x) to `gradient`. */
  evaluate(x: Vector, gradient: Vector): number;
}

export interface LbfgsOptions {
  /** Tells from ‖∇f(x)‖₂ at the last point evaluated whether that point is good enough. */
  readonly done: (gradientNorm: number) => boolean;
  readonly maxIterations: number;
  /** Pairs kept. */
  readonly memory: number;
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

/** A step s, the change y of the gradient over it, and ρ = 1 / sᵀy. */
interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

/**
 * Minimises a convex function by limited-memory BFGS.
 * Source: Liu & Nocedal 1989; two-loop recursion as Nocedal & Wright 2006, Algorithm 7.4. A caller that
 * knows the function's scales should pass it in variables that even them out.
 *
 * @param start length `dimension`; not written to
 */
export function lbfgs(objective: Objective, start: Vector, options: LbfgsOptions): LbfgsResult {
  const n = objective.dimension;
  const history: Pair[] = [];
  const direction = new Float64Array(n);
  let x = Float64Array.from(start);
  let gradient = new Float64Array(n);
  let trialX = new Float64Array(n);
  let trialGradient = new Float64Array(n);
  let value = objective.evaluate(x, gradient);
  let gradientNorm = norm(gradient);
  let evaluations = 1;
  let iterations = 0;

  while (!options.done(gradientNorm) && iterations < options.maxIterations) {
    twoLoop(direction, gradient, history);
    const slope = -dot(direction, gradient);
    let tried = 0;
    const phi = (step: number): LinePoint => {
      tried = step;
      sumScaled(trialX, x, -step, direction);
      const trialValue = objective.evaluate(trialX, trialGradient);
      evaluations++;
      return { step, value: trialValue, slope: -dot(direction, trialGradient) };
    };
    const first = history.length > 0 ? 1 : Math.min(1, 1 / norm(direction));
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
    options.onIteration?.(iterations, value, gradientNorm);
  }
  return {
    x,
    value,
    gradientNorm,
    iterations,
    evaluations,
    converged: options.done(gradientNorm),
  };
}

/** direction ← H ∇f with the inverse Hessian approximation of the pairs kept, H₀ = γI. */
function twoLoop(direction: Float64Array, gradient: Float64Array, history: readonly Pair[]): void {
  direction.set(gradient);
  const alpha = new Float64Array(history.length);
  for (let i = history.length - 1; i >= 0; i--) {
    const { s, y, rho } = history[i];
    alpha[i] = rho * dot(s, direction);
    addScaled(direction, -alpha[i], y);
  }
  // γ = sᵀy / yᵀy makes γI agree with the curvature seen in the last step.
  const last = history.at(-1);
  if (last) scale(direction, 1 / (last.rho * dot(last.y, last.y)));
  for (let i = 0; i < history.length; i++) {
    const { s, y, rho } = history[i];
    addScaled(direction, alpha[i] - rho * dot(y, direction), s);
  }
}

/** Keeps the pair s = x' − x, y = ∇f(x') − ∇f(x), reusing the oldest pair's arrays. */
function remember(
  history: Pair[],
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
