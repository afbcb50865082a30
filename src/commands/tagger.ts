import { requireTwoLabels } from "../corpus/index.js";
import type { Corpus, Scheme } from "../corpus/types.js";
import type { Template } from "../features/templates.js";
import type { TrainingFlags } from "../options/table.js";
import { counted } from "../report/numbers.js";
import type { Cache } from "../storage/index.js";
import type { Tagger } from "../tagger/model.js";
import { readModel } from "../tagger/modelFile.js";
import { requireTrainedOn, trainCached } from "../tagger/obtain.js";
import { objectiveOf, type Trained, tightened } from "../tagger/train.js";
import type { Context } from "./context.js";
import { vectorsOf } from "./vectors.js";

/** A model of `seginf train`, with the word vectors that --vectors names. */
export async function loadModel(
  context: Context,
  path: string,
  flags: { readonly vectors?: string },
  cache: Cache | null,
): Promise<Tagger> {
  return readModel(path, await vectorsOf(context, flags.vectors, cache));
}

/** Trains on the corpus, or takes the tagger from the cache, with a bar and a warning where the optimum is not reached. */
export async function obtainTagger(
  context: Context,
  corpus: Corpus,
  scheme: Scheme,
  templates: readonly Template[],
  options: TrainingFlags,
  cache: Cache | null,
): Promise<Trained> {
  requireTwoLabels(corpus);
  const { lambda, minCount, tolerance, maxIterations, tagger: kind } = options;
  const vectors = await vectorsOf(context, options.vectors, cache);
  const kernels = await context.kernels(options.threads);
  const stage = await context.progress().stage("training", null);
  const onIteration = (iteration: number, objective: number, gradient: number) =>
    stage.update(iteration, trainingFigures(objective, gradient));
  const trained = await trainCached(
    kernels,
    corpus,
    { templates, scheme, kind, lambda, minCount, tolerance, maxIterations, vectors, onIteration },
    cache,
  );
  stage.done();
  warnUnlessConverged(context, trained);
  return trained;
}

/** A saved tagger brought to the optimum that the flags ask for, with a bar, and a warning where it is not reached. */
export async function tighten(
  context: Context,
  trained: Trained,
  { tolerance, maxIterations }: Pick<TrainingFlags, "tolerance" | "maxIterations">,
): Promise<Trained> {
  const stage = await context.progress().stage("training", null);
  const onIteration = (iteration: number, objective: number, gradient: number) =>
    stage.update(iteration, trainingFigures(objective, gradient));
  const tight = tightened(trained, { tolerance, maxIterations, onIteration });
  stage.done();
  warnUnlessConverged(context, tight);
  return tight;
}

const trainingFigures = (objective: number, gradient: number): string =>
  `iterations, objective ${objective.toFixed(2)}, gradient ${gradient.toExponential(1)}`;

/** Rebuilds what a loaded tagger was trained on from the same corpus. */
export async function rebuild(
  context: Context,
  tagger: Tagger,
  model: string,
  corpus: Corpus,
  threads: number | undefined,
): Promise<Trained> {
  requireTrainedOn(tagger, corpus, model);
  const trained = { tagger, objective: objectiveOf(await context.kernels(threads), tagger, corpus) };
  warnUnlessConverged(context, trained);
  return trained;
}

function warnUnlessConverged(context: Context, { tagger }: Trained): void {
  const { converged, iterations, relativeGradientNorm, tolerance } = tagger.training;
  if (converged) return;
  const reached = `relative gradient norm ${relativeGradientNorm.toExponential(1)} after ${counted(iterations, "iteration")}`;
  context
    .output()
    .warn(
      `the tagger has not reached its optimum (${reached}; asked for ${tolerance.toExponential()}), so influence is approximate; raise --max-iterations`,
    );
}
