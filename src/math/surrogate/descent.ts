import { heapVectors } from "../heapVectors.js";
import { lbfgs, type Objective } from "../lbfgs.js";
import { wolfeStep } from "../lineSearch.js";
import type { Vector } from "../vector.js";
import { Corrections } from "./corrections.js";
import { solveCore } from "./flexibleCg.js";
import type { CoreOperator } from "./operator.js";

/** A convex function with something near it that costs less. */
export interface Cored extends Objective {
  /** Made at the last point evaluated; it stays as it is when the objective moves on. Null where there is none. */
  core(): CoreOperator | null;
}

/** How far to go. Norms are of ∇f. */
export interface ApproachOptions {
  /** Ends at or below this; told as a function, of ‖∇f‖₂ at the start. */
  readonly goal: number | ((atStart: number) => number);
  /** Below this f is as good as a parabola between two steps. */
  readonly near: number;
  readonly maxIterations: number;
  readonly onIteration?: (iteration: number, value: number, gradientNorm: number) => void;
}

export interface ApproachResult {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradientNorm: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** What a step leaves of the gradient, if the core were all. */
const REDUCTION = 0.1;

/** A step need not come further below the goal than this share of it. */
const ENOUGH = 0.3;

/** Bounds on the core's evaluations, and products, in one step. */
const MAX_EVALUATIONS = 60;
const MAX_PRODUCTS = 500;

/** Pairs that L-BFGS keeps of the core. */
const MEMORY = 10;

/** Steps of the core's Hessian are corrected by what the last ones have shown of f's, from this share of `near` on. */
const CLOSE = 0.1;
const PAIRS = 4;

/**
 * Comes near the optimum of f with few evaluations, docs/method.md, Core. A step goes to the optimum of
 *
 *     f̌(x) = C(x) + (∇f(x₀) − ∇C(x₀)) · x
 *
 * C the core made at x₀, so that f̌ has f's gradient there; near the optimum by C's Hessian alone. Values and gradients that
 * steps are accepted by are those of f. Ends early where that leads nowhere, and where there is no core.
 */
export function approach(
  objective: Cored,
  start: Vector,
  { goal, near, maxIterations, onIteration }: ApproachOptions,
): ApproachResult {
  const { dimension: n } = objective;
  const space = objective.space ?? heapVectors;
  let [x, gradient, trial, trialGradient] = [0, 0, 0, 0].map(() => space.vector(n));
  const direction = space.vector(n);
  const pairs = new Corrections(space, PAIRS);
  try {
    x.set(start);
    let value = objective.evaluate(x, gradient);
    const norm = () => Math.sqrt(space.dot(gradient, gradient));
    let [g, iterations] = [norm(), 0];
    const enough = typeof goal === "number" ? goal : goal(g);
    while (g > enough && iterations < maxIterations) {
      const core = objective.core();
      if (core === null) break;
      const forcing = Math.max(REDUCTION, Math.min(0.5, (ENOUGH * enough) / g));
      const isNear = g <= near;
      if (!isNear) stepOfModel(core, { x, gradient, forcing }, direction);
      else {
        pairs.apply(direction, gradient, (b, out) => {
          solveCore(space, core, b, out, { forcing, maxInner: MAX_PRODUCTS });
        });
      }
      core.close();
      let tried = 0;
      const phi = (step: number) => {
        tried = step;
        space.sumScaled(trial, x, -step, direction);
        const trialValue = objective.evaluate(trial, trialGradient);
        return { step, value: trialValue, slope: -space.dot(direction, trialGradient) };
      };
      const slope = -space.dot(direction, gradient);
      const point = slope < 0 ? wolfeStep(phi, { step: 0, value, slope }, 1) : null;
      if (point === null) break;
      // The search may fall back on an earlier trial than its last.
      if (tried !== point.step) phi(point.step);
      if (g <= CLOSE * near) pairs.add([x, gradient], [trial, trialGradient]);
      [x, trial] = [trial, x];
      [gradient, trialGradient] = [trialGradient, gradient];
      value = point.value;
      g = norm();
      iterations++;
      onIteration?.(iterations, value, g);
    }
    return { x: Float64Array.from(x), value, gradientNorm: g, iterations, converged: g <= enough };
  } finally {
    pairs.release();
    space.release(x, gradient, trial, trialGradient, direction);
  }
}

/** direction ← x − argmin f̌, roughly */
function stepOfModel(
  core: CoreOperator,
  { x, gradient, forcing }: { x: Vector; gradient: Vector; forcing: number },
  direction: Vector,
): void {
  const { space = heapVectors, dimension: n } = core;
  const [from, correction, own] = [space.vector(n), space.vector(n), space.vector(n)];
  try {
    core.restrict(x, from);
    core.restrict(gradient, correction);
    const first = Math.sqrt(space.dot(correction, correction));
    core.evaluate(from, own);
    space.sumScaled(correction, correction, -1, own);
    const model = {
      dimension: n,
      space,
      evaluate(at: Vector, out: Vector): number {
        const value = core.evaluate(at, out);
        space.sumScaled(out, out, 1, correction);
        return value + space.dot(correction, at);
      },
    };
    const { x: to } = lbfgs(model, from, {
      done: (g) => g <= forcing * first,
      maxIterations: MAX_EVALUATIONS,
      memory: MEMORY,
      metric: core.inverseMetric.map(Math.sqrt),
    });
    own.set(to);
    space.sumScaled(own, from, -1, own);
    core.extend(own, gradient, direction);
  } finally {
    space.release(from, correction, own);
  }
}
