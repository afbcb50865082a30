import type { Change } from "../../influence/change.js";
import { retrain } from "../../influence/retraining.js";
import type { SegmentLoss } from "../../influence/segmentLoss.js";
import type { F64 } from "../../kernels/types.js";
import type { Surrogate } from "../../math/surrogate/operator.js";
import { dot, norm } from "../../math/vector.js";
import type { CrfObjective } from "../../tagger/objective.js";

/** A reference segment whose loss f_T is followed. */
export interface Watched {
  readonly segment: SegmentLoss;
  /** f_T(θ), nats. */
  readonly before: number;
  /** H⁻¹∇f_T */
  readonly v: F64;
}

/** What a change of training does to one f_T, foretold and done; nats. */
export interface Effect {
  readonly firstOrder: number;
  readonly oneStep: number;
  readonly refined: number;
  readonly retrained: number;
  /** |v · ∇|: what the gradient that retraining left would still do to f_T, to first order. */
  readonly noise: number;
}

/** Products with the Hessian. */
export interface Cost {
  readonly oneStep: number;
  readonly refined: number;
  readonly retrained: number;
}

/** One effect and its cost for each reference segment watched. */
export interface Trial {
  readonly effects: readonly Effect[];
  readonly products: readonly Cost[];
  readonly convex: boolean;
}

/**
 * A refined prediction is made where the last step moved it by no more than this share, and what is left to do would. One of
 * the two is not enough: v · r can be small by coincidence, for v is that of θ.
 */
const REFINED = 0.05;
/** Retraining ends where its noise is below this share of every change that it has to resolve … */
const NOISE = 0.003;
/** … or below this many nats, where rounding begins to show. */
const FLOOR = 1e-13;

/**
 * Each Newton step's solve, relative to its gradient. A looser solve costs digits that the next step brings back: at 0.02 a
 * retraining takes 40 products on fixtures/newswire, at 0.1 28.
 */
const STEP = { forcing: 0.1, maxSteps: 12, maxInner: 1000 } as const;

/**
 * Retrains with a change and follows some reference segments: predictions are made on the way, and the steps go on to the
 * truth.
 *
 * @param theta the optimum of L, tight enough that its own gradient does not matter
 * @param surrogate of L at θ, where it has one
 */
export function tryOut(
  objective: CrfObjective,
  theta: F64,
  change: Change,
  watched: readonly Watched[],
  surrogate: Surrogate | null = null,
): Trial {
  const courses = watched.map((one) => new Course(one));
  let spent = 0;
  const enough = (at: F64, gradient: F64): boolean => {
    for (const course of courses) course.reach(at, gradient, spent);
    return norm(gradient) === 0 || courses.every(({ settled }) => settled);
  };
  const { products, convex } = retrain(objective, theta, change, {
    ...STEP,
    ...{ enough, surrogate },
    onStep: (products) => {
      spent = products;
    },
  });
  return {
    effects: courses.map((course) => course.effect),
    products: courses.map(({ oneStep, refined }) => ({
      oneStep: oneStep.cost,
      refined: refined.cost,
      retrained: products,
    })),
    convex,
  };
}

/** How one f_T moves from step to step. */
class Course {
  settled = false;
  oneStep = { value: 0, cost: 0 };
  refined = { value: 0, cost: 0 };
  private steps = -1;
  private firstOrder = 0;
  private retrained = 0;
  private noise = 0;
  private isRefined = false;
  private last = Number.NaN;

  constructor(private readonly watched: Watched) {}

  /** At the point after a step, with the gradient of the changed loss there. */
  reach(theta: F64, gradient: F64, cost: number): void {
    const { segment, before, v } = this.watched;
    // What is left to do moves f_T by −v · ∇, to first order.
    const left = -dot(v, gradient);
    this.steps++;
    this.retrained = segment.loss(theta) - before;
    this.noise = Math.abs(left);
    if (this.steps === 0) {
      this.firstOrder = left;
      return;
    }
    const now = { value: this.retrained + left, cost };
    if (this.steps === 1) this.oneStep = now;
    if (!this.isRefined) this.refined = now;
    const bound = REFINED * Math.abs(now.value);
    this.isRefined ||= this.noise <= bound && Math.abs(now.value - this.last) <= bound;
    this.last = now.value;
    this.settled = this.noise <= Math.max(NOISE * Math.abs(this.retrained), FLOOR);
  }

  get effect(): Effect {
    const { firstOrder, oneStep, refined, retrained, noise } = this;
    return { firstOrder, oneStep: oneStep.value, refined: refined.value, retrained, noise };
  }
}
