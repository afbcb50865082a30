import { createHash } from "node:crypto";
import { contentDigest } from "../corpus/digest.js";
import type { Corpus } from "../corpus/types.js";
import { SeginfError } from "../errors.js";
import type { Kernels } from "../kernels/types.js";
import type { Cache } from "../storage/cache.js";
import type { Tagger } from "./model.js";
import { MODEL, packTagger, unpackTagger } from "./modelFile.js";
import { objectiveOf, type Trained, type TrainOptions, train } from "./train.js";

/** Changes whenever the numbers that training or influence give for the same input may change: part of cache keys. */
export const NUMERICS_VERSION = 9;

/** A trained tagger from the cache, or trained and put there. */
export async function trainCached(
  kernels: Kernels,
  corpus: Corpus,
  options: TrainOptions,
  cache: Cache | null,
): Promise<Trained> {
  if (cache === null) return train(kernels, corpus, options);
  const key = trainingKey(corpus, options);
  const entry = await cache.load("tagger", key);
  if (entry) {
    const tagger = unpackTagger(entry, "the cache", options.vectors ?? null);
    return { tagger, objective: objectiveOf(kernels, tagger, corpus) };
  }
  const trained = train(kernels, corpus, options);
  const { header, sections } = packTagger(trained.tagger);
  await cache.store("tagger", key, { ...header, description: `${corpus.name}: ${header.description}` }, sections);
  return trained;
}

/** Everything that training's result depends on. */
export function trainingKey(corpus: Corpus, options: TrainOptions): object {
  const { templates, scheme, lambda, minCount, tolerance, maxIterations, vectors = null, kind = "crf" } = options;
  return {
    numerics: NUMERICS_VERSION,
    layout: MODEL.version,
    corpus: contentDigest(corpus),
    ...{ templates, scheme, kind, lambda, minCount, tolerance, maxIterations },
    vectors: vectors && { digest: vectors.table.digest, offsets: vectors.offsets },
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

/** SHA-256 (hex) of the weights, worked out once: names a tagger in cache keys. */
export function thetaDigest({ theta }: Tagger): string {
  let digest = digests.get(theta);
  if (digest === undefined) {
    const bytes = new Uint8Array(theta.buffer, theta.byteOffset, theta.byteLength);
    digest = createHash("sha256").update(bytes).digest("hex");
    digests.set(theta, digest);
  }
  return digest;
}

/** Weights do not change once a tagger has them. */
const digests = new WeakMap<Float64Array, string>();
