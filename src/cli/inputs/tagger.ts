import { requireTwoLabels } from "../../corpus/index.js";
import type { Corpus, Scheme } from "../../corpus/types.js";
import type { Template } from "../../features/templates.js";
import type { TrainingFlags } from "../../options/table.js";
import { counted } from "../../report/numbers.js";
import type { Cache } from "../../storage/index.js";
import type { Tagger, Training } from "../../tagger/model.js";
import { readModel } from "../../tagger/modelFile.js";
import { requireTrainedOn } from "../../tagger/obtain.js";
import { once, type TaggerSource, toRebuild, toTrain } from "../../tagger/source.js";
import { objectiveOf, type Trained, tightened } from "../../tagger/train.js";
import type { Context } from "../context.js";
import type { Stage } from "../progress.js";
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

/** A tagger to train on the corpus, or to take from the cache, with a bar and a warning where the optimum is not reached. */
export async function taggerFor(
  context: Context,
  corpus: Corpus,
  scheme: Scheme,
  templates: readonly Template[],
  options: TrainingFlags,
  cache: Cache | null,
): Promise<TaggerSource> {
  requireTwoLabels(corpus);
  const { lambda, minCount, tolerance, maxIterations, tagger: kind } = options;
  const vectors = await vectorsOf(context, options.vectors, cache);
  let stage: Stage | undefined;
  const onIteration = (iteration: number, objective: number, gradient: number) =>
    stage?.update(iteration, trainingFigures(objective, gradient));
  const training = { templates, scheme, kind, lambda, minCount, tolerance, maxIterations, vectors, onIteration };
  const source = toTrain(() => context.kernels(options.threads), corpus, training, cache);
  const obtain = once(async () => {
    stage = await context.progress().stage("training", null);
    const trained = await source.obtain();
    stage.done();
    warnUnlessConverged(context, trained.tagger.training);
    return trained;
  });
  return { ...source, obtain };
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
  warnUnlessConverged(context, tight.tagger.training);
  return tight;
}

const trainingFigures = (objective: number, gradient: number): string =>
  `iterations, objective ${objective.toFixed(2)}, gradient ${gradient.toExponential(1)}`;

/** A loaded tagger, with what it was trained on to be rebuilt from the same corpus. */
export function savedTagger(
  context: Context,
  tagger: Tagger,
  model: string,
  corpus: Corpus,
  threads: number | undefined,
): TaggerSource {
  requireTrainedOn(tagger, corpus, model);
  const source = toRebuild(tagger, async () => objectiveOf(await context.kernels(threads), tagger, corpus));
  const obtain = once(async () => {
    const trained = await source.obtain();
    warnUnlessConverged(context, tagger.training);
    return trained;
  });
  return { ...source, obtain };
}

/** How far training came, and how far it was to go. */
type Reached = Pick<Training, "converged" | "iterations" | "relativeGradientNorm" | "tolerance">;

export function warnUnlessConverged(context: Context, reached: Reached): void {
  const { converged, iterations, relativeGradientNorm, tolerance } = reached;
  if (converged) return;
  const figures = `relative gradient norm ${relativeGradientNorm.toExponential(1)} after ${counted(iterations, "iteration")}`;
  context
    .output()
    .warn(
      `the tagger has not reached its optimum (${figures}; asked for ${tolerance.toExponential()}), so influence is approximate; raise --max-iterations`,
    );
}
