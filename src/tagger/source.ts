import type { Corpus } from "../corpus/types.js";
import type { Kernels } from "../kernels/types.js";
import type { Cache } from "../storage/cache.js";
import type { Tagger } from "./model.js";
import type { CrfObjective } from "./objective.js";
import { thetaDigest, trainCached, trainingKey } from "./obtain.js";
import type { Trained, TrainOptions } from "./train.js";

/** A tagger that need not be there yet: what it is known by, and how to come by it. */
export interface TaggerSource {
  /** All that the tagger follows from, or is: part of cache keys. */
  readonly identity: object;
  /** Training's, as it was asked for. */
  readonly tolerance: number;
  /** Trained, read or taken from the cache at the first call. */
  obtain(): Promise<Trained>;
}

/** A tagger that is to be trained on a corpus, or taken from the cache. */
export function toTrain(
  kernels: () => Promise<Kernels>,
  corpus: Corpus,
  options: TrainOptions,
  cache: Cache | null,
): TaggerSource {
  return {
    identity: { ...trainingKey(corpus, options), vectorsName: options.vectors?.name ?? null },
    tolerance: options.tolerance,
    obtain: once(async () => trainCached(await kernels(), corpus, options, cache)),
  };
}

/** A tagger of which all but the objective is there. */
export function toRebuild(tagger: Tagger, objective: () => Promise<CrfObjective>): TaggerSource {
  const { kind, labels, scheme, space, vectors, training, curve } = tagger;
  return {
    identity: {
      ...{ kind, labels, scheme, training, curve, theta: thetaDigest(tagger), templates: space.templates },
      vectors: vectors && { digest: vectors.table.digest, name: vectors.name, offsets: vectors.offsets },
    },
    tolerance: training.tolerance,
    obtain: once(async () => ({ tagger, objective: await objective() })),
  };
}

/** A tagger that may be there. */
export function sourceOf(tagger: Trained | TaggerSource): TaggerSource {
  return "obtain" in tagger ? tagger : toRebuild(tagger.tagger, async () => tagger.objective);
}

/** Does the work at the first call, and gives its result to all. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}
