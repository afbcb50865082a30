import { basename } from "node:path";
import { requireTrainedOn, type TaggerSource, toRebuild, toTrain } from "../cached/tagger.js";
import { obtainVectors } from "../cached/vectors.js";
import {
  type AnnotatedCorpus,
  annotate,
  isUnusual,
  readingLine,
  requireKnownTags,
  requireLabels,
} from "../corpus/index.js";
import type { Corpus, Scheme } from "../corpus/types.js";
import { readClusters } from "../features/clusters/read.js";
import type { Template } from "../features/templates.js";
import { VECTOR_OFFSETS, type VectorFeatures } from "../features/vectors.js";
import type { TrainingFlags } from "../options/table.js";
import type { Size } from "../tagger/memory.js";
import type { Tagger } from "../tagger/model.js";
import { readModelAlone } from "../tagger/modelFile.js";
import { objectiveOf, type Trained, type TrainOptions, tightened } from "../tagger/train.js";
import type { Environment, Stage } from "./environment.js";
import { warnOfMemory } from "./memory.js";
import { readCorpora, schemeOf, templatesOf } from "./reading.js";
import type { InputFlags } from "./request.js";
import { headFor, type StateFlags, statesOf, withStatesOf } from "./states.js";

/** The corpora as they are annotated, and where the tagger comes from. */
export interface Inputs {
  readonly train: AnnotatedCorpus;
  /** Null without one. */
  readonly reference: AnnotatedCorpus | null;
  readonly tagger: TaggerSource;
  /** The same without token states, whose opinion of labels is another one; null where the tagger reads none. */
  readonly withoutStates: TaggerSource | null;
}

/**
 * Reads and checks the corpora, and says where the tagger comes from.
 *
 * @throws SeginfError for whatever is wrong with a file, and where files do not fit together
 */
export async function openInputs(
  files: { readonly train: string; readonly reference: string | null },
  flags: InputFlags,
  environment: Environment,
): Promise<Inputs> {
  const model = flags.model === undefined ? null : await loadModel(flags.model, flags, environment);
  const templates = model ? model.space.templates : (flags.templates ?? (await templatesOf(flags.template)));
  const names: readonly [string, ...string[]] =
    files.reference === null ? [files.train] : [files.train, files.reference];
  const corpora: readonly [Corpus, ...Corpus[]] = await readCorpora(environment, names, flags, templates);
  for (const one of corpora) requireLabels(one, flags.maxLabels);
  const [corpus, trusted = null] = corpora;
  if (trusted) noteUnseen(corpus, trusted, flags.allowUnseen ?? false, environment);
  const ready = model && (await withStatesOf(model, flags, corpora, environment));
  const scheme = schemeOf(flags.scheme ?? model?.scheme, corpora);
  const train = annotate(corpus, scheme);
  if (!isUnusual(corpus)) environment.note(`${corpus.name}: ${readingLine(corpus, scheme)}`);
  const read = { train, reference: trusted && annotate(trusted, scheme) };
  const trainedBy = (options: TrainOptions) => trainedWhereNeeded(corpus, options, flags.threads, environment);
  if (ready) {
    const tagger = savedTagger(ready, flags.model as string, corpus, flags.threads, trusted, environment);
    return { ...read, tagger, withoutStates: ready.states && trainedBy(trainingOf(ready, flags.maxIterations)) };
  }
  const training = await trainingBy(corpus, scheme, templates, flags, environment, trusted);
  const withoutStates = training.states ? trainedBy({ ...training, states: null }) : null;
  return { ...read, tagger: trainedBy(training), withoutStates };
}

function noteUnseen(corpus: Corpus, reference: Corpus, allowed: boolean, environment: Environment): void {
  const unseen = requireKnownTags(corpus, reference, allowed);
  if (unseen.length === 0) return;
  const named = unseen.map(({ tag, count }) => `${tag} (${count}×)`).join(", ");
  environment.note(`left out of the targets, with the segments next to them: ${named}`);
}

/**
 * A model of `seginf train`, with the word vectors that were chosen. What it reads of corpora is known from then on;
 * `withStatesOf` gives it their token states.
 */
export async function loadModel(
  path: string,
  { vectors, states, encoder }: Pick<TrainingFlags, "vectors"> & StateFlags,
  environment: Pick<Environment, "stage" | "directory" | "cache">,
): Promise<Tagger> {
  const given = states !== undefined ? "--states" : encoder !== undefined ? "--encoder" : null;
  return readModelAlone(path, await vectorsOf(vectors, environment), given);
}

/** The word vectors that were chosen; null without a choice. */
async function vectorsOf(
  choice: string | undefined,
  { stage, directory, cache }: Pick<Environment, "stage" | "directory" | "cache">,
): Promise<VectorFeatures | null> {
  if (choice === undefined) return null;
  const reading = await stage("word vectors");
  const table = await obtainVectors(choice, directory, cache);
  reading.done();
  return { table, name: choice === "glove" ? choice : basename(choice), offsets: VECTOR_OFFSETS };
}

/**
 * A tagger to train on the corpus, or to take from the cache.
 *
 * @param reference counts in the memory that the run needs; null without one
 */
export async function taggerToTrain(
  corpus: Corpus,
  scheme: Scheme,
  templates: readonly Template[],
  flags: TrainingFlags,
  environment: Environment,
  reference: Corpus | null = null,
): Promise<TaggerSource> {
  const training = await trainingBy(corpus, scheme, templates, flags, environment, reference);
  return trainedWhereNeeded(corpus, training, flags.threads, environment);
}

/** How the flags say to train, with all that the tagger reads. */
async function trainingBy(
  corpus: Corpus,
  scheme: Scheme,
  templates: readonly Template[],
  flags: TrainingFlags,
  environment: Environment,
  reference: Corpus | null,
): Promise<TrainOptions> {
  requireLabels(corpus, flags.maxLabels);
  const { lambda, minCount, tolerance, maxIterations, tagger: kind } = flags;
  const vectors = await vectorsOf(flags.vectors, environment);
  const clusters = flags.clusters === undefined ? null : await readClusters(flags.clusters);
  const files = await statesOf(flags, reference ? [corpus, reference] : [corpus], environment);
  const head = (await headFor(flags, environment)) ?? null;
  const states = files.length > 0 ? { files, dimensions: flags.stateDims, head } : null;
  const onSize = (size: Size) => warnOfMemory(size, reference?.lines.length ?? 0, environment);
  const stopping = { tolerance, maxIterations };
  return { templates, scheme, kind, lambda, minCount, ...stopping, vectors, clusters, states, onSize };
}

/** How a model was trained, but for its states. @param maxIterations which a model does not know */
function trainingOf({ kind, scheme, space, vectors, training }: Tagger, maxIterations: number): TrainOptions {
  const { templates, clusters } = space;
  const { lambda, minCount, tolerance } = training;
  return { templates, scheme, kind, lambda, minCount, tolerance, maxIterations, vectors, clusters };
}

function trainedWhereNeeded(
  corpus: Corpus,
  training: TrainOptions,
  threads: number | undefined,
  environment: Environment,
): TaggerSource {
  const kernels = () => environment.kernels(threads);
  let stage: Stage | undefined;
  const onIteration = (iteration: number, objective: number, gradient: number) =>
    stage?.update(iteration, trainingFigures(objective, gradient));
  const source = toTrain(kernels, corpus, { ...training, onIteration }, environment.cache);
  return {
    ...source,
    async obtain() {
      stage = await environment.stage("training");
      const trained = await source.obtain();
      stage.done();
      return trained;
    },
  };
}

/** A tagger brought to the optimum that the flags ask for. */
export async function tighten(
  trained: Trained,
  { tolerance, maxIterations }: Pick<TrainingFlags, "tolerance" | "maxIterations">,
  environment: Pick<Environment, "stage">,
): Promise<Trained> {
  const stage = await environment.stage("training");
  const onIteration = (iteration: number, objective: number, gradient: number) =>
    stage.update(iteration, trainingFigures(objective, gradient));
  const tight = tightened(trained, { tolerance, maxIterations, onIteration });
  stage.done();
  return tight;
}

/** How training goes, in a few words. */
const trainingFigures = (objective: number, gradient: number): string =>
  `iterations, objective ${objective.toFixed(2)}, gradient ${gradient.toExponential(1)}`;

/** A loaded tagger; what it was trained on is built again from the same corpus. */
function savedTagger(
  tagger: Tagger,
  model: string,
  corpus: Corpus,
  threads: number | undefined,
  reference: Corpus | null,
  environment: Environment,
): TaggerSource {
  requireTrainedOn(tagger, corpus, model);
  const onSize = (size: Size) => warnOfMemory(size, reference?.lines.length ?? 0, environment);
  return toRebuild(tagger, async () => objectiveOf(await environment.kernels(threads), tagger, corpus, onSize));
}
