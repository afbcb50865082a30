import { contentDigest } from "../corpus/digest.js";
import type { Corpus, Scheme } from "../corpus/types.js";
import type { WordClusters } from "../features/clusters/table.js";
import { clusterTemplates } from "../features/clusters/templates.js";
import { collect, type Encoded, encode } from "../features/encode.js";
import { classScale, mergeFeatures, overClasses } from "../features/merge.js";
import { fitStates, type StateFeatures, type StateOptions, stateColumns } from "../features/states/columns.js";
import { labelsWithHead } from "../features/states/head.js";
import type { Template } from "../features/templates.js";
import { type VectorFeatures, vectorColumns } from "../features/vectors.js";
import type { TrainingCurve } from "../findings/report.js";
import type { Kernels } from "../kernels/types.js";
import { evenlySpaced } from "../math/evenlySpaced.js";
import { checkTrainOptions } from "./checkOptions.js";
import type { Size } from "./memory.js";
import { labelNumbers, type Tagger } from "./model.js";
import { CrfObjective } from "./objective.js";
import { type OptimiseOptions, optimise } from "./optimise.js";
import { buildProblem, type Problem } from "./problem.js";
import { shapeOf, type TaggerKind } from "./shape.js";

/** Points of a curve that are kept. */
const CURVE_POINTS = 50;

/** How a tagger is trained: docs/method/model.md, Training. */
export interface TrainOptions {
  readonly templates: readonly Template[];
  readonly scheme: Scheme;
  /** "crf" where absent. */
  readonly kind?: TaggerKind;
  readonly lambda: number;
  /** Features that fewer training tokens have are left out. */
  readonly minCount: number;
  /** Bound on ‖∇L(θ)‖ / ‖∇L(0)‖. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Word vectors as further features; none where absent. */
  readonly vectors?: VectorFeatures | null;
  /** Word clusters as further features; none where absent. */
  readonly clusters?: WordClusters | null;
  /** Token states as further features; none where absent. */
  readonly states?: StateOptions | null;
  /** Told, before anything large is allocated, what the memory of the run follows from. */
  readonly onSize?: ((size: Size) => void) | undefined;
  readonly onIteration?: (iteration: number, objective: number, relativeGradientNorm: number) => void;
}

/** A tagger together with the objective that it was trained on: what influence is computed from. */
export interface Trained {
  readonly tagger: Tagger;
  readonly objective: CrfObjective;
}

/**
 * Trains a tagger on a corpus to its optimum, docs/method/model.md, Tagger.
 *
 * @throws SeginfError for an option that no training can follow
 */
export function train(kernels: Kernels, corpus: Corpus, options: TrainOptions): Trained {
  checkTrainOptions(options);
  const { problem, ...inputs } = extracted(kernels, corpus, options);
  const objective = new CrfObjective(kernels, problem, options.lambda);
  const start = startOf(objective, inputs.states);
  const trace = new Trace();
  const result = optimise(
    objective,
    {
      ...options,
      onIteration: (iteration, value, gradient) => {
        trace.add(value, gradient);
        options.onIteration?.(iteration, value, gradient);
      },
    },
    start,
  );
  const tagger: Tagger = {
    ...inputs,
    scheme: options.scheme,
    shape: problem.shape,
    theta: result.theta,
    training: {
      lambda: options.lambda,
      minCount: options.minCount,
      tolerance: options.tolerance,
      iterations: result.iterations,
      objective: result.value,
      gradientNorm: result.gradientNorm,
      relativeGradientNorm: result.relativeGradientNorm,
      converged: result.converged,
      sentences: corpus.sentenceStart.length - 1,
      tokens: corpus.words.ids.length,
      corpusDigest: contentDigest(corpus),
    },
    curve: trace.curve(),
  };
  return { tagger, objective };
}

/** The features of a corpus and its problem over them. A function of its own, so that the matrix on the heap ends with it. */
function extracted(kernels: Kernels, corpus: Corpus, options: TrainOptions) {
  const vectors = options.vectors ?? null;
  const clusters = options.clusters ?? null;
  const templates = clusters ? [...options.templates, ...clusterTemplates] : options.templates;
  const { space, encoded } = collect(corpus, templates, options.minCount, vectors?.offsets, clusters);
  const head = options.states?.head ?? null;
  const tags = corpus.tags?.values ?? [];
  const labels = head ? labelsWithHead(tags, head.layer, corpus.name) : tags;
  const inputs = {
    kind: options.kind ?? "crf",
    labels,
    space,
    classes: mergeFeatures(encoded, space.size),
    vectors,
    states: options.states ? fitStates(kernels, corpus, options.states, labels) : null,
  };
  return { ...inputs, problem: trainingProblem(kernels, corpus, encoded, inputs, options.onSize) };
}

/**
 * The same tagger at a tighter optimum, trained on from where it stands: a saved one is as tight as it was asked to be.
 * Unchanged where it is tight enough.
 *
 * @param options tolerance bound on ‖∇L(θ)‖ / ‖∇L(0)‖
 */
export function tightened({ tagger, objective }: Trained, options: OptimiseOptions): Trained {
  const { training } = tagger;
  const { tolerance } = options;
  if (training.relativeGradientNorm <= tolerance) return { tagger, objective };
  const { theta, value, iterations, ...reached } = optimise(objective, options, tagger.theta);
  const figures = { ...reached, tolerance, objective: value, iterations: training.iterations + iterations };
  return { tagger: { ...tagger, theta, training: { ...training, ...figures } }, objective };
}

/** Gathers the figures of each iteration. */
class Trace {
  private readonly objective: number[] = [];
  private readonly gradient: number[] = [];

  add(objective: number, relativeGradientNorm: number): void {
    this.objective.push(objective);
    this.gradient.push(relativeGradientNorm);
  }

  curve(): TrainingCurve {
    const kept = evenlySpaced(this.objective.length, CURVE_POINTS);
    return {
      iterations: kept.map((i) => i + 1),
      objective: kept.map((i) => this.objective[i]),
      relativeGradientNorm: kept.map((i) => this.gradient[i]),
    };
  }
}

/**
 * The objective that a tagger was trained on, rebuilt from its training corpus.
 * The caller has checked that `corpus` is that corpus (training.corpusDigest).
 *
 * @param onSize told what the memory of the run follows from, before anything large is allocated
 */
export function objectiveOf(
  kernels: Kernels,
  tagger: Tagger,
  corpus: Corpus,
  onSize?: TrainOptions["onSize"],
): CrfObjective {
  const encoded = encode(corpus, tagger.space, tagger.vectors?.offsets);
  const problem = trainingProblem(kernels, corpus, encoded, tagger, onSize);
  const objective = new CrfObjective(kernels, problem, tagger.training.lambda);
  startOf(objective, tagger.states);
  return objective;
}

/** Where training begins: undefined for 0, else at the head that there is, which may be settled as the optimum. */
function startOf(objective: CrfObjective, states: StateFeatures | null): Float64Array | undefined {
  const { centre } = objective.problem;
  if (centre === null) return undefined;
  const start = Float64Array.from(centre);
  if (states?.head?.asGiven) objective.settleAt(start);
  return start;
}

/** A training corpus over its feature classes, its own tags as gold. */
function trainingProblem(
  kernels: Kernels,
  corpus: Corpus,
  encoded: Encoded,
  tagger: Pick<Tagger, "kind" | "space" | "classes" | "labels" | "vectors" | "states">,
  onSize?: TrainOptions["onSize"],
): Problem {
  const { kind, space, classes, labels, vectors } = tagger;
  const states = tagger.states && stateColumns(corpus, tagger.states);
  const matrix = {
    encoded: overClasses(encoded, classes),
    scale: classScale(classes, "classes"),
    dense: vectors && vectorColumns(corpus, encoded, space.templates, vectors),
    states,
  };
  const { scale, dense } = matrix;
  const columns = scale.length + (dense ? dense.offsets * dense.dimension : 0) + (states?.columns ?? 0);
  const { stride, dimension } = shapeOf(labels.length, columns, kind);
  onSize?.({
    tokens: encoded.tokens,
    features: space.size,
    blocks: encoded.blockStart.length - 1 + (states ? encoded.tokens : 0),
    entries: encoded.blockFeatures.length,
    states: states?.columns ?? 0,
    stride,
    dimension,
  });
  const sentences = { sentenceStart: corpus.sentenceStart, gold: labelNumbers(corpus, labels) };
  return buildProblem(kernels, matrix, labels.length, sentences, kind);
}
