import type { ReadReference } from "../audit/candidates/decode.js";
import type { AuditContext } from "../audit/context.js";
import {
  areRefitsCached,
  type Obtain,
  refitEven,
  refitThroughChannel,
  refitWithReference,
} from "../audit/refits/cachedRefits.js";
import type { ChannelRefit } from "../audit/refits/noiseChannel.js";
import type { RefitParts, Refits, WeightChoice } from "../audit/refits/refits.js";
import type { Obtained } from "../cached/tagger.js";
import type { Scheme } from "../corpus/types.js";
import type { Cache } from "../storage/index.js";
import type { Problem } from "../tagger/problem.js";
import type { AuditChoices } from "./choices.js";
import { RefitThread } from "./refitThread.js";

/** Taggers refitted from θ: those that a reference allows. */
export interface AllRefits {
  readonly refits: Refits | null;
  /** Null without a reference, and for plain tags. */
  readonly channel: ChannelRefit | null;
}

/** A thread that makes refits while this one solves; null where they are cached, and where there is none to have. */
export async function refitAside(
  trained: Obtained,
  read: ReadReference,
  scheme: Scheme,
  { trust }: AuditChoices,
  cache: Cache | null,
): Promise<RefitThread | null> {
  if (await areRefitsCached(trained, read, trust, cache)) return null;
  const given = { objective: trained.objective, theta: trained.tagger.theta, problem: read.problem };
  return RefitThread.over(given, partsOf(scheme, trust), trust);
}

/** Weights of the taggers that are there before θ_w. */
export type EarlyWeights = Readonly<Partial<Record<"referenceOnly" | "channel", Float64Array>>>;

/**
 * The refits that a reference allows; none without one.
 *
 * @param whileWaiting is called with what is there, before θ_w is waited for
 */
export async function refitsOf(
  context: AuditContext,
  scheme: Scheme,
  choices: AuditChoices,
  cache: Cache | null,
  obtain?: Obtain,
  whileWaiting: (weights: EarlyWeights) => void = () => {},
): Promise<AllRefits> {
  const { read } = context;
  if (read === null) return { refits: null, channel: null };
  let channel: Promise<ChannelRefit> | null = null;
  const throughChannel = async (referenceOnly: Float64Array) => {
    if (hasChannel(scheme)) channel ??= refitThroughChannel(context, read, { referenceOnly }, cache, obtain);
    return channel;
  };
  const refits = await refitWithReference(context, read, choices.trust, cache, obtain, async (referenceOnly) => {
    const found = await throughChannel(referenceOnly);
    whileWaiting({ referenceOnly, ...(found && { channel: found.theta }) });
  });
  return { refits, channel: await throughChannel(refits.referenceOnly) };
}

/** The refits, and θ_1, null without a reference, when it is asked for, which is once. */
export interface Refitted extends AllRefits {
  readonly even: () => Promise<Float64Array | null>;
}

/**
 * What an audit is refitted for.
 *
 * @param aside a thread that makes θ_w, during which the caller reads ahead, and then θ_1, which is wanted last; null where there is none
 */
export async function refitFor(
  context: AuditContext,
  scheme: Scheme,
  choices: AuditChoices,
  cache: Cache | null,
  aside: RefitThread | null,
  readAhead: (weights: EarlyWeights) => void,
): Promise<Refitted> {
  const evenOf = async ({ refits }: AllRefits) => {
    const { read } = context;
    return read && refits && refitEven(context, read, choices.trust, refits, cache, aside?.obtain);
  };
  if (aside !== null) {
    const all = await refitsOf(context, scheme, choices, cache, aside.obtain, readAhead);
    const even = async () => {
      const found = await evenOf(all);
      await aside.end();
      return found;
    };
    return { ...all, even };
  }
  // All of it before the memory that it takes is wanted for something else.
  const own = keptIn(context.objective.problem);
  const all = withWeights(await refitsOf(context, scheme, choices, cache), own);
  const found = await evenOf(all);
  const even = found && own(found);
  return { ...all, even: async () => even };
}

/** Of plain tags a channel costs half of the audit and tells nothing more (bench/detection/RESULTS.md). */
const hasChannel = (scheme: Scheme): boolean => scheme !== "plain";

/** In any order: runRefitJob has its own. */
const partsOf = (scheme: Scheme, trust: WeightChoice): (keyof RefitParts)[] => [
  "joint",
  ...(trust === "low" ? [] : (["even"] as const)),
  "referenceOnly",
  ...(hasChannel(scheme) ? (["channel"] as const) : []),
];

/**
 * Copies weights to the memory of the training corpus' problem, of which refits leave more than what follows takes; elsewhere they
 * would stay until the end.
 */
const keptIn =
  (problem: Problem) =>
  (weights: Float64Array): Float64Array => {
    const own = problem.float64(weights.length);
    own.set(weights);
    return own;
  };

/** The same refits, their weights kept elsewhere. */
function withWeights({ refits, channel }: AllRefits, kept: (weights: Float64Array) => Float64Array): AllRefits {
  return {
    refits: refits && { ...refits, joint: kept(refits.joint), referenceOnly: kept(refits.referenceOnly) },
    channel: channel && { ...channel, theta: kept(channel.theta) },
  };
}
