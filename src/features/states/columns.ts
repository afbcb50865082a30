import type { Corpus } from "../../corpus/types.js";
import { SeginfError } from "../../errors.js";
import { paddedWidth } from "../../kernels/singles.js";
import type { F32, Kernels, Scope } from "../../kernels/types.js";
import { VECTOR_LENGTH } from "../vectors.js";
import { headProjection, headRows, type TokenHead } from "./head.js";
import { columnsOf, fitProjection, type Projection, project } from "./projection.js";
import { type TokenStates, wordsDigest } from "./table.js";

/** Token states as features of a tagger to train. */
export interface StateOptions {
  /** Those of the training corpus, and of others that the tagger is to read. */
  readonly files: readonly TokenStates[];
  /** Columns that a state becomes, at most: principal components stand for wider ones. */
  readonly dimensions: number;
  /** Where a tagger that is there already is to be kept: its last layer, which reads these states. */
  readonly head?: { readonly layer: TokenHead; readonly asGiven: boolean } | null;
}

/** Token states as features of a trained tagger. */
export interface StateFeatures {
  /** Of every corpus that it is to read. */
  readonly files: readonly TokenStates[];
  readonly projection: Projection;
  /** Of the training corpus's states. */
  readonly digest: string;
  /** Their file. */
  readonly name: string;
  readonly head: StateHead | null;
}

/** Weights of states that a tagger began with. */
export interface StateHead {
  /** columns × C, row-major, C the tagger's labels. */
  readonly rows: Float64Array;
  /** Whether the tagger is still there: its loss is then such that these weights are its optimum. */
  readonly asGiven: boolean;
}

/** Dense columns of a corpus that each of its tokens has its own row of. */
export interface StateMatrix {
  /** Columns that states become, and all: the others are log-probabilities of labels. */
  readonly kept: number;
  readonly columns: number;
  /** Weights of these columns that the tagger began with; none where absent. */
  readonly head?: StateHead | null;
  /** N × paddedWidth(columns), in the kernels' memory. */
  rows(kernels: Kernels, scope: Scope): F32;
}

/** Where one principal direction has this length, a label has log-probabilities from −VECTOR_LENGTH to 0. */
const LABEL_SCALE = VECTOR_LENGTH / 10;

/**
 * @param labels the tagger's
 * @throws SeginfError where no file holds the states of the training corpus
 */
export function fitStates(
  kernels: Kernels,
  corpus: Corpus,
  { files, dimensions, head = null }: StateOptions,
  labels: readonly string[] = [],
): StateFeatures {
  const states = statesFor(corpus, files);
  if (head !== null) {
    const projection = headProjection(states);
    const rows = headRows(head.layer, labels, projection.scale ?? 1);
    const { digest, name } = states;
    return { files, projection, digest, name, head: { rows, asGiven: head.asGiven } };
  }
  return {
    head: null,
    files,
    projection: fitProjection(kernels, states, dimensions),
    digest: states.digest,
    name: states.name,
  };
}

/**
 * The dense columns of a corpus's own states. Unlike word vectors, whose row is that of a word, each token has a row:
 *
 *     logits = B Φ W + E W_E          E: N × (K + L)
 *
 * Each projected state is brought to VECTOR_LENGTH, so that λ means the same for any model.
 *
 * @throws SeginfError where no file holds its states, or they are of another kind than those of training
 */
export function stateColumns(corpus: Corpus, { files, projection, head }: StateFeatures): StateMatrix {
  const states = statesFor(corpus, files);
  requireSameKind(states, projection);
  const columns = columnsOf(projection);
  return {
    kept: projection.kept,
    columns,
    head,
    rows(kernels, scope) {
      const out = scope.float32(states.tokens * paddedWidth(columns));
      project(kernels, states, projection, { state: VECTOR_LENGTH, label: LABEL_SCALE }, out);
      return out;
    },
  };
}

/** The states of a corpus among several. @throws SeginfError where there are none */
export function statesFor(corpus: Corpus, files: readonly TokenStates[]): TokenStates {
  const digest = wordsDigest(corpus);
  const states = files.find((one) => one.corpus === digest);
  const tokens = corpus.words.ids.length;
  if (states === undefined) {
    const what = `none of the token states are those of its tokens (${files.map(({ name }) => name).join(", ")})`;
    const hint = `make them from seginf inspect --tokens ${corpus.name}, whose SHA-256 is ${digest}`;
    throw new SeginfError(what, { file: corpus.name }, hint);
  }
  if (states.tokens !== tokens) {
    const what = `${states.tokens} states for the ${tokens} tokens of ${corpus.name}`;
    throw new SeginfError(what, { file: states.name }, "make the states again from this file");
  }
  return states;
}

function requireSameKind({ name, dimension, labels, model }: TokenStates, trained: Projection): void {
  const hint = "make them as those of the training corpus";
  if (dimension !== trained.dimension) {
    const what = `states of ${dimension} numbers, where the tagger was trained with ${trained.dimension}`;
    throw new SeginfError(what, { file: name }, hint);
  }
  if (labels.join("\n") !== trained.labels.join("\n")) {
    throw new SeginfError("its logits are of other labels than those of training", { file: name }, hint);
  }
  if (model !== null && trained.model !== null && model !== trained.model) {
    const what = `states of the model ${model}, where the tagger was trained with those of ${trained.model}`;
    throw new SeginfError(what, { file: name }, hint);
  }
}

/**
 * For every corpus there are states, and no file is of something else: a name that was mistaken is not passed over.
 *
 * @throws SeginfError
 */
export function requireStatesOf(corpora: readonly Corpus[], files: readonly TokenStates[]): void {
  const used = new Set(corpora.map((corpus) => statesFor(corpus, files)));
  const unused = files.find((one) => !used.has(one));
  if (unused === undefined) return;
  const names = corpora.map(({ name }) => name).join(" or ");
  const what = `the states are not those of the tokens of ${names}`;
  throw new SeginfError(what, { file: unused.name }, "leave the file out, or make the states again");
}
