import { createHash } from "node:crypto";
import { contentDigest } from "../corpus/digest.js";
import type { AnnotatedCorpus } from "../corpus/index.js";
import type { Corpus } from "../corpus/types.js";
import { type StateOptions, statesFor } from "../features/states/columns.js";
import { columnsOf } from "../features/states/projection.js";
import { wordsDigest } from "../features/states/table.js";
import type { VectorFeatures } from "../features/vectors.js";
import type { Span } from "../influence/spans.js";
import type { CgOptions } from "../math/cg.js";
import type { Tagger } from "../tagger/model.js";
import { MODEL } from "../tagger/modelFile.js";
import type { RefitOptions } from "../tagger/refit.js";
import type { TrainOptions } from "../tagger/train.js";
import { fingerprint } from "../version.js";

/**
 * Changes whenever the numbers that training or influence give for the same input may change. It is part of every key below:
 * all that results are cached under stands in this file.
 */
export const NUMERICS_VERSION = 34;

/** Changes with what a table of word vectors holds for the same file. */
const TABLE_VERSION = 1;

/**
 * A field for every property of some options, but for those that results do not depend on: an option that is new does not
 * compile until it stands in the key or among these.
 */
export type KeyOf<Options, NoEffect extends keyof Options = never> = {
  readonly [Name in Exclude<keyof Options, NoEffect>]-?: unknown;
};

/** What a file of word vectors is known by without reading it: a file that is written again gets another time. */
export interface FileIdentity {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
  readonly dev: number;
}

/** Changes with the states that an encoder gives for the same text. */
const ENCODING_VERSION = 1;

/** The states that an encoder makes of a corpus. @param encoder its identity */
export function statesKey(encoder: object, corpus: Corpus): object {
  return { version: ENCODING_VERSION, encoder, corpus: wordsDigest(corpus) };
}

export function vectorsKey(kind: "glove" | "file", { size, mtimeMs, ino, dev }: FileIdentity): object {
  return { version: TABLE_VERSION, kind, size, mtimeMs, ino, dev };
}

/** Everything that training's result follows from. */
export function trainingKey(corpus: Corpus, options: TrainOptions): object {
  const { templates, scheme, lambda, minCount, tolerance, maxIterations } = options;
  const settings: KeyOf<TrainOptions, "onIteration" | "onSize"> = {
    templates,
    scheme,
    kind: options.kind ?? "crf",
    lambda,
    minCount,
    tolerance,
    maxIterations,
    vectors: vectorsIdentity(options.vectors ?? null),
    clusters: options.clusters?.digest ?? null,
    states: options.states ? stateOptionsIdentity(options.states, corpus) : null,
  };
  return { numerics: NUMERICS_VERSION, layout: MODEL.version, corpus: contentDigest(corpus), ...settings };
}

const vectorsIdentity = (vectors: VectorFeatures | null): object | null =>
  vectors && { digest: vectors.table.digest, offsets: vectors.offsets };

/** The states of a corpus, and what turns them into columns but for the states of the training corpus. */
function stateIdentity({ files }: Pick<StateOptions, "files">, corpus: Corpus): object {
  const { digest, model } = statesFor(corpus, files);
  return { digest, model };
}

function stateOptionsIdentity({ head, ...states }: StateOptions, corpus: Corpus): object {
  const { layer, asGiven } = head ?? {};
  const began = layer && {
    labels: layer.labels,
    weights: numbersDigest(layer.weights),
    bias: [...layer.bias],
    asGiven,
  };
  return { ...stateIdentity(states, corpus), most: states.dimensions, head: began ?? null };
}

/** A tagger that is there: its weights and what they were trained on. */
function taggerKey(tagger: Tagger): object {
  const states = tagger.states && {
    digest: tagger.states.digest,
    columns: columnsOf(tagger.states.projection),
    head: tagger.states.head?.asGiven ?? null,
  };
  return { numerics: NUMERICS_VERSION, tagger: thetaDigest(tagger), training: tagger.training, states };
}

/** A corpus as a tagger reads it. */
function readBy({ states }: Tagger, corpus: Corpus): object {
  return { content: contentDigest(corpus), states: states && stateIdentity(states, corpus) };
}

/** v = H⁻¹ ∇F of these spans of the reference. */
export function influenceKey(tagger: Tagger, reference: Corpus, spans: readonly Span[], solve: CgOptions): object {
  const { tolerance, maxIterations } = solve;
  const settings: KeyOf<CgOptions, "onIteration"> = { tolerance, maxIterations };
  return { ...taggerKey(tagger), reference: readBy(tagger, reference), spans: boundsOf(spans), ...settings };
}

/** The Hessian's diagonal at θ. */
export function curvatureKey(tagger: Tagger): object {
  return taggerKey(tagger);
}

/** θ_w and θ_ref; and θ_1, which begins at θ_w, and so depends on its weight a little. */
export function refitsKey(tagger: Tagger, reference: Corpus, weight: string, refit: RefitOptions): object {
  return { ...taggerKey(tagger), reference: readBy(tagger, reference), weight, ...refitSettings(refit) };
}

/** q_t through a noise channel; what it is searched with changes with NUMERICS_VERSION. */
export function channelKey(tagger: Tagger, reference: Corpus): object {
  return { ...taggerKey(tagger), reference: readBy(tagger, reference) };
}

/** θ_−f, f one of `folds` folds. */
export function foldKey(tagger: Tagger, folds: number, fold: number, refit: RefitOptions): object {
  return { ...taggerKey(tagger), folds, fold, ...refitSettings(refit) };
}

function refitSettings({ tolerance, near, stepsPerSurrogate, maxIterations }: RefitOptions): KeyOf<RefitOptions> {
  return { tolerance, near, stepsPerSurrogate, maxIterations };
}

/** The influence of some training segments on each target. */
export function opposedKey(
  tagger: object,
  reference: Corpus | null,
  targets: readonly Span[],
  segments: readonly Span[],
  solve: CgOptions,
): object {
  const { tolerance, maxIterations } = solve;
  const settings: KeyOf<CgOptions, "onIteration"> = { tolerance, maxIterations };
  return {
    numerics: NUMERICS_VERSION,
    tagger,
    reference: reference && contentDigest(reference),
    targets: boundsOf(targets),
    segments: boundsOf(segments),
    ...settings,
  };
}

/**
 * Everything that an audit computes before anything is ranked, filtered or worded. What it follows from besides the numerics
 * (candidates, patterns' names, wording) changes with the program, so the build is in the key.
 *
 * @param tagger TaggerSource's identity
 * @param options all that the result depends on, and nothing else: the computation is given these
 */
export function resultKey(
  train: AnnotatedCorpus,
  reference: AnnotatedCorpus | null,
  tagger: object,
  options: object,
): object {
  const corpora = [corpusIdentity(train.corpus), reference && corpusIdentity(reference.corpus)];
  return { numerics: NUMERICS_VERSION, program: fingerprint(), tagger, scheme: train.scheme, options, corpora };
}

/** Findings and patterns say where they are, so here names, lines and ids count as well as the words. */
function corpusIdentity(corpus: Corpus): object {
  const { name, digest, format, reading } = corpus;
  return { name, digest, format, reading, content: contentDigest(corpus) };
}

const boundsOf = (spans: readonly Span[]) => spans.map(({ start, end }) => [start, end]);

/** SHA-256 (hex) of the weights: names a tagger in keys. */
export function thetaDigest({ theta }: Pick<Tagger, "theta">): string {
  let digest = digests.get(theta);
  if (digest === undefined) {
    digest = numbersDigest(theta);
    digests.set(theta, digest);
  }
  return digest;
}

function numbersDigest(numbers: Float64Array): string {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  return createHash("sha256").update(bytes).digest("hex");
}

/** Weights do not change once a tagger has them, and their digest is asked for several times. */
const digests = new WeakMap<Float64Array, string>();
