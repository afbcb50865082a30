import type { Corpus, Scheme } from "../corpus/types.js";
import { encode } from "../features/encode.js";
import { classScale, type FeatureClasses, overMembers } from "../features/merge.js";
import type { FeatureSpace } from "../features/space.js";
import { type StateFeatures, stateColumns } from "../features/states/columns.js";
import { type VectorFeatures, vectorColumns } from "../features/vectors.js";
import type { TrainingCurve } from "../findings/report.js";
import { plainKernels } from "../kernels/plain.js";
import type { Kernels } from "../kernels/types.js";
import type { Training } from "./modelHeader.js";
import { buildProblem, type Problem } from "./problem.js";
import type { Shape, TaggerKind } from "./shape.js";

export type { Training } from "./modelHeader.js";

/** A trained linear-chain CRF, or softmax tagger. */
export interface Tagger {
  readonly kind: TaggerKind;
  /** Tags as they stand in the training corpus; index = label number. */
  readonly labels: readonly string[];
  readonly scheme: Scheme;
  readonly space: FeatureSpace;
  readonly classes: FeatureClasses;
  /** Null where it reads none. */
  readonly vectors: VectorFeatures | null;
  /** Null where it reads none. */
  readonly states: StateFeatures | null;
  readonly shape: Shape;
  /** Length shape.dimension: weights of the feature classes, then of the vectors' dimensions, of states' columns, then transitions. */
  readonly theta: Float64Array;
  readonly training: Training;
  /** How training came along; empty where nobody knows. */
  readonly curve: TrainingCurve;
}

/** A tag that the tagger does not know. */
export const UNKNOWN_LABEL = -1;

/** The label numbers of a corpus's tags, UNKNOWN_LABEL for tags that the tagger does not have. Length N. */
export function labelNumbers(corpus: Corpus, labels: readonly string[]): Int32Array {
  const { tags } = corpus;
  if (!tags) return new Int32Array(corpus.words.ids.length).fill(UNKNOWN_LABEL);
  const numbers = tags.values.map((tag) => labels.indexOf(tag));
  return tags.ids.map((id) => numbers[id]);
}

/**
 * A corpus other than the training corpus, read through a tagger: for decoding and for the losses of reference
 * segments. Its `gold` may hold UNKNOWN_LABEL, so it is no problem to train on.
 */
export function readThrough(tagger: Tagger, corpus: Corpus, kernels: Kernels = plainKernels): Problem {
  const { kind, space, classes, labels, vectors, states } = tagger;
  const encoded = encode(corpus, space, vectors?.offsets);
  const matrix = {
    encoded: overMembers(encoded, classes),
    scale: classScale(classes, "members"),
    dense: vectors && vectorColumns(corpus, encoded, space.templates, vectors),
    states: states && stateColumns(corpus, states),
  };
  const sentences = {
    sentenceStart: corpus.sentenceStart,
    gold: labelNumbers(corpus, labels),
  };
  return buildProblem(kernels, matrix, labels.length, sentences, kind);
}
