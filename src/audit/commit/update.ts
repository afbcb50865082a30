import type { Corpus } from "../../corpus/types.js";
import { closing } from "../../kernels/closing.js";
import type { F64, Kernels } from "../../kernels/types.js";
import type { Objective } from "../../math/lbfgs.js";
import { addScaled } from "../../math/vector.js";
import { laplaceUpdate } from "../../tagger/laplaceUpdate.js";
import type { Tagger } from "../../tagger/model.js";
import type { Channel } from "../../tagger/noiseChannel.js";
import { CrfObjective } from "../../tagger/objective.js";
import type { OwnFeatures } from "../../tagger/ownFeatures.js";
import { type ChannelRefit, REFERENCE_WEIGHT } from "../refits/noiseChannel.js";
import type { Refits } from "../refits/refits.js";
import type { TaggerWeights } from "../subject.js";

/** The taggers of the version before, and how firmly it holds θ. */
export interface Earlier {
  readonly tagger: Tagger;
  /** Null without a reference. */
  readonly refits: Refits | null;
  /** Null without one. */
  readonly channel: ChannelRefit | null;
  /** The diagonal of the Hessian at θ, docs/method/model.md; length dimension. */
  readonly curvature: Float64Array;
  /** The same of the reference's losses alone; null without one. */
  readonly referenceCurvature: Float64Array | null;
}

/** The sentences that a commit puts in the place of others. */
export interface Exchanged {
  readonly added: Corpus;
  /** Null where none are gone. */
  readonly removed: Corpus | null;
}

/**
 * The taggers as they are once a commit's sentences have taught them as well, over the features of these alone, for a tagger that has not
 * been taught what it judges takes every rare name for an error. What all other sentences teach is known by the curvature h_i at θ, to which the
 * reference adds w times its own where it is learnt from,
 *
 *     θ' = argmin_θ L_added(θ) − ∇L_removed(θ⁰)·θ + ½ Σ_i max(λ, h_i − h_i,removed) (θ_i − θ_i⁰)²
 *
 * θ_ref has seen none of them, before or now.
 */
export function updatedWeights(
  own: OwnFeatures,
  kernels: Kernels,
  { tagger, refits, channel, curvature, referenceCurvature }: Earlier,
  exchanged: Exchanged,
): TaggerWeights {
  const { lambda } = tagger.training;
  const lossOf = (corpus: Corpus) => new CrfObjective(kernels, own.problemOf(corpus), 0);
  const added = lossOf(exchanged.added);
  const removed = exchanged.removed && lossOf(exchanged.removed);
  const update = (theta: F64, referenceWeight: number, seenThrough: Channel | null): Float64Array => {
    const diagonal = curvature.slice();
    if (referenceCurvature) addScaled(diagonal, referenceWeight, referenceCurvature);
    const mean = own.weights(theta);
    const held = own.diagonal(diagonal, lambda);
    const pull = new Float64Array(mean.length);
    if (removed) {
      through(removed, seenThrough, (loss) => loss.evaluate(mean, pull));
      const gone = removed.diagonalAt(mean);
      for (let i = 0; i < held.length; i++) held[i] = Math.max(lambda, held[i] - gone[i]);
    }
    return through(added, seenThrough, (loss) => laplaceUpdate(loss, { mean, precision: held, pull }));
  };
  try {
    return {
      theta: update(tagger.theta, 0, null),
      ...(refits && {
        joint: update(refits.joint, refits.weight, null),
        referenceOnly: own.weights(refits.referenceOnly),
      }),
      ...(channel && { channel: update(channel.theta, REFERENCE_WEIGHT, channel.channel) }),
    };
  } finally {
    removed?.close();
    added.close();
  }
}

/** The loss as it is, or with labels that are seen through a noise channel. */
function through<T>(objective: CrfObjective, channel: Channel | null, use: (loss: Objective) => T): T {
  return channel ? closing(objective.throughChannel(channel), use) : use(objective);
}
