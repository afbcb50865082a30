import { DescentPoint } from "../descentPoint.js";
import { heapVectors } from "../heapVectors.js";
import { lbfgs } from "../lbfgs.js";
import type { Vector } from "../vector.js";
import { Corrections } from "./corrections.js";
import { solveSurrogate } from "./flexibleCg.js";
import type { AtPoint, HasSurrogate, Surrogate } from "./operator.js";

/** A bound on ‖∇f‖₂; a function is given ‖∇f‖₂ at the start. */
type Bound = number | ((atStart: number) => number);

/** How far to go. */
export interface DescentOptions {
  /** Ends at or below this. */
  readonly goal: Bound;
  /** At or below this f is as good as a parabola between two steps. */
  readonly near: Bound;
  /** From here on steps by the surrogate's Hessian are corrected by what the last ones have shown of f's. */
  readonly corrected: Bound;
  /** Corrected steps by one surrogate; 1 where absent. Further ones cost no new one, and the pairs correct the very one that they were made with. */
  readonly stepsPerSurrogate?: number;
  readonly maxIterations: number;
  readonly onIteration?: (iteration: number, value: number, gradientNorm: number) => void;
}

export interface DescentResult {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradientNorm: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** What a step leaves of the surrogate's gradient. */
const REDUCTION = 0.1;

/** A step need not come further below the goal than this share of it. */
const ENOUGH = 0.3;

/** Bounds on the surrogate's evaluations, and products, in one step. */
const MAX_EVALUATIONS = 60;
const MAX_PRODUCTS = 500;

/** Pairs that L-BFGS keeps on the surrogate. */
const MEMORY = 10;

/** Steps that corrections are made of: those by one surrogate. More are not better, and each takes two vectors as long as x. */
const PAIRS = 2;

/**
 * Comes near the optimum of f with few evaluations, docs/method/model.md, Surrogate loss. A step goes to the optimum of
 *
 *     f̌(x) = C(x) + (∇f(x₀) − ∇C(x₀)) · x
 *
 * C the surrogate made at x₀, so that f̌ has f's gradient there; near the optimum by C's Hessian alone. Steps are accepted by
 * the values and gradients of f. Ends early where there is no progress, and where there is no surrogate.
 * Source: the gradient-corrected surrogate is that of DANE (Shamir, Srebro & Zhang 2014, Communication-efficient distributed
 * optimization using an approximate Newton-type method), with a pruned loss in the place of one machine's share.
 */
export function surrogateDescent(
  objective: HasSurrogate,
  start: Vector,
  { maxIterations, stepsPerSurrogate = 1, onIteration, ...bounds }: DescentOptions,
): DescentResult {
  const space = objective.space ?? heapVectors;
  const direction = space.scratch(objective.dimension);
  const pairs = new Corrections(space, PAIRS);
  const current = new Current();
  const point = new DescentPoint(objective, start, (x, gradient) => objective.at(x, gradient, !current.serves));
  try {
    const atStart = point.gradientNorm;
    const [goal, near, corrected] = [bounds.goal, bounds.near, bounds.corrected].map((bound) =>
      typeof bound === "number" ? bound : bound(atStart),
    );
    let iterations = 0;
    while (point.gradientNorm > goal && iterations < maxIterations) {
      const g = point.gradientNorm;
      const surrogate = current.at(point.at, g <= corrected ? stepsPerSurrogate : 1);
      if (surrogate === null) break;
      const forcing = Math.max(REDUCTION, Math.min(0.5, (ENOUGH * goal) / g));
      if (g > near) stepOfModel(surrogate, point, forcing, direction);
      else {
        pairs.apply(direction, point.gradient, (b, out) => {
          solveSurrogate(space, surrogate, b, out, { forcing, maxInner: MAX_PRODUCTS });
        });
      }
      // Before the search, which takes memory of its own.
      if (!current.serves) current.close();
      if (point.step(direction) === null) break;
      if (g <= corrected) pairs.add(point.before, point);
      iterations++;
      onIteration?.(iterations, point.value, point.gradientNorm);
    }
    const { value, gradientNorm } = point;
    return { x: Float64Array.from(point.x), value, gradientNorm, iterations, converged: gradientNorm <= goal };
  } finally {
    current.close();
    pairs.release();
    point.release();
    space.release(direction);
  }
}

/** The surrogate that steps go by. One is there at a time. */
class Current {
  private surrogate: Surrogate | null = null;
  private steps = 0;
  private most = 0;

  /** Whether the next step goes by the same one, as far as one can tell. */
  get serves(): boolean {
    return this.steps < this.most;
  }

  /** The last one where it has served fewer steps than `most`, else one made at this point; null where there is none. */
  at(point: AtPoint, most: number): Surrogate | null {
    if (this.steps >= most) this.close();
    this.surrogate ??= point.surrogate();
    this.steps++;
    this.most = most;
    return this.surrogate;
  }

  close(): void {
    this.surrogate?.close();
    this.surrogate = null;
    this.steps = 0;
    this.most = 0;
  }
}

/** direction ← x − argmin f̌, roughly */
function stepOfModel(
  surrogate: Surrogate,
  { x, gradient }: { readonly x: Vector; readonly gradient: Vector },
  forcing: number,
  direction: Vector,
): void {
  const { space = heapVectors, dimension: n } = surrogate;
  const [from, correction, own] = [space.scratch(n), space.scratch(n), space.scratch(n)];
  try {
    surrogate.restrict(x, from);
    surrogate.restrict(gradient, correction);
    const first = Math.sqrt(space.dot(correction, correction));
    surrogate.evaluate(from, own);
    space.sumScaled(correction, correction, -1, own);
    const model = {
      dimension: n,
      space,
      evaluate(at: Vector, out: Vector): number {
        const value = surrogate.evaluate(at, out);
        space.sumScaled(out, out, 1, correction);
        return value + space.dot(correction, at);
      },
    };
    const { x: to } = lbfgs(model, from, {
      done: (g) => g <= forcing * first,
      maxIterations: MAX_EVALUATIONS,
      memory: MEMORY,
      metric: rootsOf(surrogate.inverseMetric),
    });
    own.set(to);
    space.sumScaled(own, from, -1, own);
    surrogate.extend(own, gradient, direction);
  } finally {
    space.release(from, correction, own);
  }
}

function rootsOf(values: Vector): Float64Array {
  const roots = new Float64Array(values.length);
  for (let i = 0; i < roots.length; i++) roots[i] = Math.sqrt(values[i]);
  return roots;
}
