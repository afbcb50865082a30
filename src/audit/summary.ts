import type { AnnotatedCorpus } from "../corpus/index.js";
import { columnsOf } from "../features/states/projection.js";
import type { CorpusSummary, HeadSummary, TaggerSummary } from "../findings/report.js";
import type { Evaluation } from "../tagger/evaluation.js";
import type { Tagger } from "../tagger/model.js";

export function corpusSummary({ corpus, scheme, segments, illFormed }: AnnotatedCorpus): CorpusSummary {
  return {
    file: corpus.name,
    digest: corpus.digest,
    format: corpus.format,
    reading: corpus.reading,
    scheme,
    sentences: corpus.sentenceStart.length - 1,
    tokens: corpus.words.ids.length,
    segments: segments.count,
    illFormed: illFormed.length,
    labels: [...segments.labels].sort(),
    ...(corpus.files && {
      files: corpus.files.map(({ name, digest, format, reading }) => ({ file: name, digest, format, reading })),
    }),
  };
}

/**
 * @param evaluation on the reference or on held-out folds, null without either
 * @param head see headSummary
 */
export function taggerSummary(
  { kind, labels, space, vectors, states, training, curve }: Tagger,
  evaluation: Evaluation | null,
  head: HeadSummary | null,
): TaggerSummary {
  const { clusters } = space;
  const ofStates = states ? columnsOf(states.projection) : 0;
  const dense = (vectors ? vectors.offsets.length * vectors.table.dimension : 0) + ofStates;
  const transitions = kind === "crf" ? labels.length * labels.length : 0;
  return {
    kind,
    labels: labels.length,
    features: space.size,
    parameters: (space.size + dense) * labels.length + transitions,
    vectors: vectors && { name: vectors.name, dimension: vectors.table.dimension, digest: vectors.table.digest },
    clusters: clusters && { name: clusters.name, words: clusters.rows.length, digest: clusters.digest },
    states: states && {
      name: states.name,
      dimension: states.projection.dimension,
      columns: ofStates,
      digest: states.digest,
    },
    head,
    lambda: training.lambda,
    iterations: training.iterations,
    objective: training.objective,
    gradientNorm: training.gradientNorm,
    relativeGradientNorm: training.relativeGradientNorm,
    converged: training.converged,
    precision: evaluation?.total.precision ?? null,
    recall: evaluation?.total.recall ?? null,
    f1: evaluation?.total.f1 ?? null,
    curve,
  };
}
