import * as v from "valibot";
import { channelKey, refitsKey } from "../../cached/keys.js";
import { vectorCodec } from "../../cached/vectorCodec.js";
import type { Corpus } from "../../corpus/types.js";
import { nonNegative } from "../../findings/parts.js";
import { type Cache, type Codec, cachedStep, section } from "../../storage/index.js";
import type { Problem } from "../../tagger/problem.js";
import { REFIT } from "../../tagger/refit.js";
import type { Trained } from "../../tagger/train.js";
import type { ReadReference } from "../candidates/decode.js";
import type { ChannelRefit } from "./noiseChannel.js";
import type { Refittable } from "./referenceLoss.js";
import {
  EVEN,
  type RefitParts,
  type Refits,
  refitAlone,
  refitChannel,
  refitEvenly,
  refitJointly,
  WEIGHTS,
  type WeightChoice,
} from "./refits.js";

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
  const codec = vectorCodec("theta", `refit with ${reference.name} × ${WEIGHTS.low}`, tagger.theta.length);
  return cachedStep(cache, "even", refitsKey(tagger, reference, choice, EVEN), codec, () =>
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
