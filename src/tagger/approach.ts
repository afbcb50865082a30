import type { F64 } from "../kernels/types.js";
import { Corrections } from "../math/corrections.js";
import { solveCore } from "../math/flexibleCg.js";
import { lbfgs, type Objective } from "../math/lbfgs.js";
import { wolfeStep } from "../math/lineSearch.js";
import type { VectorSpace } from "../math/space.js";
import type { LossCore } from "./core/core.js";

/** Where to go from and how far. Norms are of ∇L. */
export interface ApproachOptions {
  /** Ends at or below this. */
  readonly goal: number;
  /** Below this L is as good as a parabola between two steps. */
  readonly near: number;
  readonly maxIterations: number;
  /** m of the variables z = θ / m in which L-BFGS runs. Length `dimension`. */
  readonly metric: F64;
  readonly onIteration?: (iteration: number, value: number, gradientNorm: number) => void;
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

/** Steps of the core's Hessian are corrected by what the last ones have shown of L's, from this share of `near` on. */
const CLOSE = 0.1;
const PAIRS = 4;

/**
 * Comes near L's optimum with few passes over the whole lattice, docs/method.md, Core. A step goes to the optimum of
 *
 *     Ľ(x) = C(x) + (∇L(θ) − ∇C(θ)) · x
 *
 * C(x) the core's loss, made anew at each θ, so that Ľ has L's gradient there; near the optimum of L by C's Hessian alone.
 * Values and gradients that steps are accepted by are those of L.
 * Ends early where that leads nowhere, and where the objective has no core.
 */
export function approach(
  objective: Objective & { readonly space: VectorSpace; core(): LossCore | null },
  start: F64,
  { goal, near, metric, maxIterations, onIteration }: ApproachOptions,
): { readonly x: Float64Array; readonly iterations: number } {
  const { space, dimension: n } = objective;
  let [x, gradient, trial, trialGradient] = [0, 0, 0, 0].map(() => space.vector(n));
  const direction = space.vector(n);
  const pairs = new Corrections(space, PAIRS);
  try {
    x.set(start);
    let value = objective.evaluate(x, gradient);
    const norm = () => Math.sqrt(space.dot(gradient, gradient));
    let iterations = 0;
    for (let g = norm(); g > goal && iterations < maxIterations; g = norm()) {
      const core = objective.core();
      if (core === null) break;
      const forcing = Math.max(REDUCTION, Math.min(0.5, (ENOUGH * goal) / g));
      const isNear = g <= near;
      if (!isNear) stepOfModel(core, { x, gradient, metric, forcing }, direction);
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
      iterations++;
      onIteration?.(iterations, value, norm());
    }
    return { x: Float64Array.from(x), iterations };
  } finally {
    pairs.release();
    space.release(x, gradient, trial, trialGradient, direction);
  }
}

/** direction ← x − argmin Ľ, roughly */
function stepOfModel(
  core: LossCore,
  { x, gradient, metric, forcing }: { x: F64; gradient: F64; metric: F64; forcing: number },
  direction: F64,
): void {
  const { space, dimension: n } = core;
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
      evaluate(at: F64, out: F64): number {
        const value = core.evaluate(at, out);
        space.sumScaled(out, out, 1, correction);
        return value + space.dot(correction, at);
      },
    };
    const scaling = new Float64Array(n);
    core.restrict(metric, scaling);
    const { x: to } = lbfgs(model, from, {
      done: (g) => g <= forcing * first,
      maxIterations: MAX_EVALUATIONS,
      memory: MEMORY,
      metric: scaling,
    });
    own.set(to);
    space.sumScaled(own, from, -1, own);
    core.extend(own, gradient, direction);
  } finally {
    space.release(from, correction, own);
  }
}
