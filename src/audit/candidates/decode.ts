import { type AnnotatedCorpus, readSegments } from "../../corpus/index.js";
import type { Column, Corpus, Scheme, Segments } from "../../corpus/types.js";
import type { Kernels } from "../../kernels/types.js";
import { viterbi } from "../../tagger/decode.js";
import { type Evaluation, evaluate } from "../../tagger/evaluation.js";
import { readThrough, type Tagger } from "../../tagger/model.js";
import type { Problem } from "../../tagger/problem.js";
import { type Scores, scoresOf } from "../../tagger/scores.js";

/** A reference as its annotators and as a tagger read it. */
export interface ReadReference {
  readonly corpus: Corpus;
  readonly gold: AnnotatedCorpus;
  readonly problem: Problem;
  /** θ, read on the corpus. */
  readonly theta: Scores;
  readonly predicted: Segments;
  readonly evaluation: Evaluation;
}

/** Reads a reference through a tagger, and decodes it. The problem lives as long as the kernels do. */
export function readReference(tagger: Tagger, gold: AnnotatedCorpus, kernels?: Kernels): ReadReference {
  const { corpus, scheme } = gold;
  const problem = readThrough(tagger, corpus, kernels);
  const theta = scoresOf(problem, tagger.theta);
  const tags = { values: tagger.labels, ids: viterbi(problem.chains, theta) };
  const predicted = segmentsOf(tagger, corpus, scheme, tags.ids);
  const evaluation = evaluate(gold.segments, predicted, corpus.tags as Column, tags);
  return { corpus, gold, problem, theta, predicted, evaluation };
}

/** The segments that a corpus has to a tagger with these scores. */
export function decodedSegments(
  tagger: Tagger,
  corpus: Corpus,
  scheme: Scheme,
  problem: Problem,
  scores: Scores,
): Segments {
  return segmentsOf(tagger, corpus, scheme, viterbi(problem.chains, scores));
}

/** The segments that a corpus has by a tagging. @param ids length N: numbers of the tagger's labels */
export function segmentsOf({ labels: values }: Tagger, corpus: Corpus, scheme: Scheme, ids: Int32Array): Segments {
  return readSegments({ ...corpus, tags: { values, ids } }, scheme).segments;
}
