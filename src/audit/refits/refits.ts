import * as v from "valibot";
import { channelKey, evenKey, refitsKey } from "../../cached/keys.js";
import type { Corpus } from "../../corpus/types.js";
import { nonNegative } from "../../findings/parts.js";
import { closing } from "../../kernels/closing.js";
import { type Cache, type Codec, cachedStep, section } from "../../storage/index.js";
import { JointObjective, withRest } from "../../tagger/joint.js";
import { CrfObjective } from "../../tagger/objective.js";
import type { Problem } from "../../tagger/problem.js";
import { REFIT, type RefitOptions, refit } from "../../tagger/refit.js";
import type { Trained } from "../../tagger/train.js";
import type { ReadReference } from "../candidates/decode.js";
import { evenStart, type Start } from "./evenStart.js";
import { type ChannelRefit, noiseChannelRefit } from "./noiseChannel.js";
import { knownOf, type Refittable, referenceObjective } from "./referenceLoss.js";

/** How much the reference weighs in θ_w. */
export type WeightChoice = keyof typeof WEIGHTS;

/**
 * w by choice. With more, θ_w shows more of what the reference would change, and learns the reference's own errors; 5 told errors of
 * every kind from the rest better than a weight chosen by held-out likelihood, which is a matter of chance (bench/detection/RESULTS.md).
 */
const WEIGHTS = { low: 1, auto: 5, high: 64 } as const;

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
const EVEN: RefitOptions = { ...REFIT, tolerance: 1e-2, near: 0.1, stepsPerSurrogate: 1 };

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

/** Gives a part that another thread makes, or makes it by `work`. */
export type Obtain = <Name extends keyof RefitParts>(
  name: Name,
  work: () => RefitParts[Name],
) => Promise<RefitParts[Name]>;

const here: Obtain = async (_name, work) => work();

/** Whether the cache has θ_w and θ_ref. */
export async function areRefitsCached(
  { tagger }: Pick<Trained, "tagger">,
  { corpus }: Pick<ReadReference, "corpus">,
  choice: WeightChoice,
  cache: Cache | null,
): Promise<boolean> {
  return cache !== null && (await cache.has("refits", refitsKey(tagger, corpus, choice, REFIT)));
}

/**
 * θ_w and θ_ref, refitted from θ or taken from the cache.
 *
 * @param onReferenceOnly makes what θ_ref is enough for, before θ_w is waited for
 */
export async function refitWithReference(
  trained: Trained,
  { corpus: reference, problem }: Pick<ReadReference, "corpus" | "problem">,
  choice: WeightChoice,
  cache: Cache | null,
  obtain: Obtain = here,
  onReferenceOnly: (referenceOnly: Float64Array) => Promise<unknown> = async () => {},
): Promise<Refits> {
  const { tagger } = trained;
  const key = refitsKey(tagger, reference, choice, REFIT);
  return cachedStep(cache, "refits", key, codecFor(reference, tagger.theta.length), async () => {
    const given = givenBy(trained, problem);
    const referenceOnly = await obtain("referenceOnly", () => refitAlone(given));
    await onReferenceOnly(referenceOnly);
    const joint = await obtain("joint", () => refitJointly(given, choice));
    return { weight: WEIGHTS[choice], joint, referenceOnly };
  });
}

/** θ_1, which errors of the reference alone are judged by; from θ_w, or taken from the cache. */
export async function refitEven(
  trained: Trained,
  { corpus: reference, problem }: Pick<ReadReference, "corpus" | "problem">,
  choice: WeightChoice,
  { joint }: Pick<Refits, "joint">,
  cache: Cache | null,
  obtain: Obtain = here,
): Promise<Float64Array> {
  if (WEIGHTS[choice] === WEIGHTS.low) return joint;
  const { tagger } = trained;
  const codec: Codec<Float64Array> = {
    header: v.object({}),
    pack: (theta) => ({
      header: { description: `refit with ${reference.name} × ${WEIGHTS.low}` },
      sections: { theta },
    }),
    unpack: (content) => section(content, "theta", Float64Array, tagger.theta.length),
  };
  return cachedStep(cache, "even", evenKey(tagger, reference, choice, EVEN), codec, () =>
    obtain("even", () => refitEvenly(givenBy(trained, problem), joint, choice)),
  );
}

/** What refits are made from; the objective is not there until it is asked for. */
const givenBy = ({ tagger, objective }: Trained, problem: Problem): Refittable => ({
  objective,
  theta: tagger.theta,
  problem,
});

const headerSchema = v.object({ weight: nonNegative });

function codecFor(reference: Corpus, dimension: number): Codec<Refits, typeof headerSchema> {
  return {
    header: headerSchema,
    pack: ({ weight, ...thetas }) => ({
      header: { description: `refits with ${reference.name} × ${weight}`, weight },
      sections: thetas,
    }),
    unpack: (content) => ({
      weight: content.header.weight,
      joint: section(content, "joint", Float64Array, dimension),
      referenceOnly: section(content, "referenceOnly", Float64Array, dimension),
    }),
  };
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

/** The refit through a noise channel estimated from the reference, or taken from the cache. */
export async function refitThroughChannel(
  trained: Trained,
  { corpus: reference, problem }: Pick<ReadReference, "corpus" | "problem">,
  { referenceOnly }: Pick<Refits, "referenceOnly">,
  cache: Cache | null,
  obtain: Obtain = here,
): Promise<ChannelRefit> {
  const { tagger } = trained;
  const labels = tagger.labels.length;
  const codec: Codec<ChannelRefit> = {
    header: v.object({}),
    pack: (refit) => ({ header: { description: `noise channel from ${reference.name}` }, sections: { ...refit } }),
    unpack: (content) => ({
      channel: section(content, "channel", Float64Array, labels * labels),
      theta: section(content, "theta", Float64Array, tagger.theta.length),
    }),
  };
  return cachedStep(cache, "channel", channelKey(tagger, reference), codec, () =>
    obtain("channel", () => refitChannel(givenBy(trained, problem), referenceOnly)),
  );
}

/** θ_Γ */
export function refitChannel({ objective, theta, problem }: Refittable, referenceOnly: Float64Array): ChannelRefit {
  return closing(referenceObjective(objective.kernels, problem, 0), (bare) =>
    noiseChannelRefit(objective, bare, theta, referenceOnly),
  );
}
