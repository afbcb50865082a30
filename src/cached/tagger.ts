import { contentDigest } from "../corpus/index.js";
import type { Corpus } from "../corpus/types.js";
import { SeginfError } from "../errors.js";
import type { Kernels } from "../kernels/types.js";
import { type Cache, type Codec, cachedStep } from "../storage/index.js";
import type { Tagger } from "../tagger/model.js";
import { packTagger, unpackTagger } from "../tagger/modelFile.js";
import { modelHeaderSchema } from "../tagger/modelHeader.js";
import type { CrfObjective } from "../tagger/objective.js";
import { objectiveOf, type Trained, type TrainOptions, train } from "../tagger/train.js";
import { thetaDigest, trainingKey } from "./keys.js";

/** A tagger that need not be there yet: what it is known by, and how to obtain it. */
export interface TaggerSource {
  /** All that the tagger follows from, or is: part of cache keys. */
  readonly identity: object;
  /** Training's, as it was asked for. */
  readonly tolerance: number;
  /** Trained, read or taken from the cache; each call does the work again. */
  obtain(): Promise<Obtained>;
}

/** A tagger, and its objective, which is built when it is first asked for: what the cache holds may do without it. */
export interface Obtained extends Trained {
  readonly kernels: Kernels;
}

/** A tagger that is to be trained on a corpus, or taken from the cache. */
export function toTrain(
  kernels: () => Promise<Kernels>,
  corpus: Corpus,
  options: TrainOptions,
  cache: Cache | null,
): TaggerSource {
  const key = trainingKey(corpus, options);
  return {
    identity: {
      ...key,
      vectorsName: options.vectors?.name ?? null,
      clustersName: options.clusters?.name ?? null,
      stateFiles: options.states?.files.map(({ name, digest }) => ({ name, digest })) ?? null,
    },
    tolerance: options.tolerance,
    async obtain() {
      const made = await kernels();
      return cachedStep(cache, "tagger", key, codecFor(made, corpus, options), () => {
        const { tagger, objective } = train(made, corpus, options);
        return obtainedFrom(made, tagger, () => objective);
      });
    },
  };
}

/** A tagger of which all but the objective is there. */
export function toRebuild(tagger: Tagger, objective: () => Promise<CrfObjective>): TaggerSource {
  const { kind, labels, scheme, space, vectors, states, training, curve } = tagger;
  return {
    identity: {
      kind,
      labels,
      scheme,
      training,
      curve,
      theta: thetaDigest(tagger),
      templates: space.templates,
      vectors: vectors && { digest: vectors.table.digest, name: vectors.name, offsets: vectors.offsets },
      clusters: space.clusters && { digest: space.clusters.digest, name: space.clusters.name },
      states: states && { digest: states.digest, name: states.name, head: states.head?.asGiven ?? null },
      stateFiles: states?.files.map(({ name, digest }) => ({ name, digest })) ?? null,
    },
    tolerance: training.tolerance,
    async obtain() {
      const built = await objective();
      return obtainedFrom(built.kernels, tagger, () => built);
    },
  };
}

/** @throws SeginfError where the tagger was trained on another corpus: its influence would not be this corpus's */
export function requireTrainedOn(tagger: Tagger, corpus: Corpus, modelName: string): void {
  if (tagger.training.corpusDigest === contentDigest(corpus)) return;
  throw new SeginfError(
    `the model was not trained on the words and labels that ${corpus.name} holds now`,
    { file: modelName },
    "train it again with seginf train, or leave out --model",
  );
}

/** The weights are kept; the objective is built again from the corpus. */
function codecFor(
  kernels: Kernels,
  corpus: Corpus,
  { vectors = null, clusters = null, states, onSize }: TrainOptions,
): Codec<Obtained, typeof modelHeaderSchema> {
  return {
    header: modelHeaderSchema,
    pack({ tagger }) {
      const { header, sections } = packTagger(tagger);
      return { header: { ...header, description: `${corpus.name}: ${header.description}` }, sections };
    },
    unpack(content) {
      const tagger = unpackTagger(content, "the cache", { vectors, clusters, states: states?.files ?? [] });
      return obtainedFrom(kernels, tagger, () => objectiveOf(kernels, tagger, corpus, onSize));
    },
  };
}

/** A tagger whose objective is built when it is first asked for. */
function obtainedFrom(kernels: Kernels, tagger: Tagger, build: () => CrfObjective): Obtained {
  let built: CrfObjective | undefined;
  return {
    tagger,
    kernels,
    get objective() {
      built ??= build();
      return built;
    },
  };
}
