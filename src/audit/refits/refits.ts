import { closing } from "../../kernels/closing.js";
import { JointObjective, withRest } from "../../tagger/joint.js";
import { CrfObjective } from "../../tagger/objective.js";
import { REFIT, type RefitOptions, refit } from "../../tagger/refit.js";
import { evenStart, type Start } from "./evenStart.js";
import { type ChannelRefit, noiseChannelRefit } from "./noiseChannel.js";
import { knownOf, type Refittable, referenceObjective } from "./referenceLoss.js";

/** How much the reference weighs in θ_w. */
export type WeightChoice = keyof typeof WEIGHTS;

/**
 * w by choice. With more, θ_w shows more of what the reference would change, and learns the reference's own errors; 5 told errors of
 * every kind from the rest better than a weight chosen by held-out likelihood, which is a matter of chance (bench/detection/RESULTS.md).
 */
export const WEIGHTS = { low: 1, auto: 5, high: 64 } as const;

/**
 * θ_ref's tolerance is a share of ‖∇L‖ at 0, which is so large that a small one says little of how near the optimum is; and the search through
 * the noise channel starts at θ_ref, and carries what is left undone there a hundred times as far. Surrogates of the reference alone cost little.
 */
const ALONE: RefitOptions = { ...REFIT, tolerance: 1e-6, near: 1e-3, stepsPerSurrogate: 1 };

/**
 * θ_1 is asked for less than θ_w: whether it reads a segment of the reference otherwise, and how ill that segment fits it. It ends
 * within one to three hundredths of its way, for which parabolas are good enough early; so far from the optimum a second step by one surrogate
 * gains little (bench/RESULTS.md).
 */
export const EVEN: RefitOptions = { ...REFIT, tolerance: 1e-2, near: 0.1, stepsPerSurrogate: 1 };

/** Taggers other than θ, in its own feature space: what they say of a segment is a signal. Weights like θ's. */
export interface Refits {
  /** w, how often a reference sentence counts in `joint`. */
  readonly weight: number;
  /** θ_w = argmin L_train − r · θ + w L_reference: the finite form of influence, whose first order is θ − w v. */
  readonly joint: Float64Array;
  /** Trained on the reference alone. */
  readonly referenceOnly: Float64Array;
}

/**
 * The refits, of which some need no other's end, while θ_1 begins at θ_w and θ_Γ at θ_ref: another thread may make some of them. It gets what
 * the work gets and gives the same bits.
 */
export interface RefitParts extends Pick<Refits, "joint" | "referenceOnly"> {
  /** θ_1, as θ_w with w = 1: both files have their say, which tells errors of the reference from those of training. */
  readonly even: Float64Array;
  readonly channel: ChannelRefit;
}

/** θ_w */
export function refitJointly(given: Refittable, choice: WeightChoice): Float64Array {
  return refitWeighted(given, WEIGHTS[choice], REFIT);
}

/** θ_1, from the line between θ and θ_w. */
export function refitEvenly(given: Refittable, joint: Float64Array, choice: WeightChoice): Float64Array {
  return refitWeighted(given, WEIGHTS.low, EVEN, evenStart(given, joint, WEIGHTS[choice]));
}

/** θ_ref, from θ, which takes less time than from 0 (bench/RESULTS.md). */
export function refitAlone({ objective: { kernels, lambda }, theta, problem }: Refittable): Float64Array {
  return closing(referenceObjective(kernels, problem, lambda), (alone) => {
    const { space } = alone;
    const [start, gradient] = [space.vector(theta.length), space.scratch(theta.length)];
    try {
      alone.evaluate(start, gradient);
      const atZero = Math.sqrt(space.dot(gradient, gradient));
      // Weights of features that the reference does not have are 0 at the optimum.
      for (let i = 0; i < start.length; i++) start[i] = gradient[i] === 0 ? 0 : theta[i];
      return refit(alone, start, ALONE, atZero);
    } finally {
      space.release(start, gradient);
    }
  });
}

/** @param start θ where absent */
function refitWeighted(
  { objective, theta, problem }: Refittable,
  w: number,
  options: RefitOptions,
  start?: Start,
): Float64Array {
  const { gold, known } = knownOf(problem.chains);
  const changes = { gold, weight: known.map((one) => w * one) };
  return closing(new CrfObjective(objective.kernels, problem.with(changes), 0), (weighted) =>
    withRest(objective, theta, (rest) => {
      const joint = new JointObjective([objective, weighted], rest);
      return refit(joint, start?.at ?? theta, options, start?.before);
    }),
  );
}

/** θ_Γ */
export function refitChannel({ objective, theta, problem }: Refittable, referenceOnly: Float64Array): ChannelRefit {
  return closing(referenceObjective(objective.kernels, problem, 0), (bare) =>
    noiseChannelRefit(objective, bare, theta, referenceOnly),
  );
}
