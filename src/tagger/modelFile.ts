import { SeginfError } from "../errors.js";
import { isClusterField } from "../features/clusters/fields.js";
import { parseClusters } from "../features/clusters/read.js";
import type { WordClusters } from "../features/clusters/table.js";
import type { FeatureClasses } from "../features/merge.js";
import { FeatureSpace } from "../features/space.js";
import { columnsOf } from "../features/states/projection.js";
import type { TokenStates } from "../features/states/table.js";
import type { VectorFeatures } from "../features/vectors.js";
import { parseJson } from "../storage/parseJson.js";
import { openSealed, type SealedContent, ShapeError, sealFile, section } from "../storage/sealed.js";
import { valueError } from "../valueError.js";
import type { Tagger } from "./model.js";
import { type ModelHeader, modelHeader } from "./modelHeader.js";
import { packStates, stateSections, unpackStates } from "./modelStates.js";
import { shapeOf } from "./shape.js";

/** The version of the layout below; a reader takes its own alone. */
export const MODEL = { kind: "model", version: 2 } as const;

/** Writes a tagger to one portable file, sealed with a digest. */
export async function writeModel(path: string, tagger: Tagger): Promise<void> {
  const { header, sections } = packTagger(tagger);
  const { clusters } = tagger.space;
  const text = clusters && new TextEncoder().encode(clusters.text());
  await sealFile(path, { ...MODEL, header, sections: text ? { ...sections, clusters: text } : sections });
}

/**
 * @param vectors the word vectors that it was trained with, null for none: a model does not hold them
 * @param states the token states of what it is to read, empty for none
 * @throws SeginfError for a file that is missing, foreign, truncated, edited or of another version, or other vectors
 */
export async function readModel(
  path: string,
  vectors: VectorFeatures | null = null,
  states: readonly TokenStates[] = [],
): Promise<Tagger> {
  if (typeof path !== "string") throw valueError("path", path, "give the name of a file");
  const tagger = await readModelAlone(path, vectors, states.length > 0 ? "--states" : null);
  return tagger.states ? { ...tagger, states: { ...tagger.states, files: states } } : tagger;
}

/**
 * The same before the corpora are read of which it needs the token states: its templates say how.
 *
 * @param option where the states are going to come from; null for none
 */
export async function readModelAlone(
  path: string,
  vectors: VectorFeatures | null,
  option: "--states" | "--encoder" | null,
): Promise<Tagger> {
  const content = await openSealed(path, MODEL);
  const header = modelHeader(content, path);
  requireVectors(header.vectors, vectors, path);
  requireStates(header.states, option, path);
  const { clusters: stored } = header;
  try {
    const clusters = stored && parseClusters(section(content, "clusters", Uint8Array), stored.name, path);
    return unpackTagger(content, path, { vectors, clusters, states: [] });
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    const what = `the parts of the model do not fit together: ${error.message}`;
    throw new SeginfError(what, { file: path }, "train it again", { cause: error });
  }
}

function requireVectors(stored: ModelHeader["vectors"], given: VectorFeatures | null, file: string): void {
  if (stored?.digest === given?.table.digest) return;
  if (stored === null)
    throw new SeginfError("the model was trained without word vectors", { file }, "leave out --vectors");
  const { name, dimension } = stored;
  const trained = `the model was trained with the ${dimension}-dimensional word vectors ${name}`;
  if (given === null) throw new SeginfError(trained, { file }, `name them with --vectors`);
  throw new SeginfError(`${trained}, and --vectors names others`, { file }, "give the same, or train it again");
}

function requireStates(stored: ModelHeader["states"], option: string | null, file: string): void {
  if ((stored === null) === (option === null)) return;
  if (stored === null)
    throw new SeginfError("the model was trained without token states", { file }, `leave out ${option}`);
  const made = stored.model === null ? "" : ` of ${stored.model}`;
  const what = `the model was trained with token states${made}, ${stored.dimension} numbers each`;
  throw new SeginfError(what, { file }, "give those of the corpus with --states, or its encoder with --encoder");
}

/**
 * A tagger as a header (kind, labels, scheme, templates, training) and sections: "templates" and "texts" (F: template
 * and text number of each feature), "strings" (the texts, a JSON array), "classes" (F: class of each feature), "theta" (the weights),
 * and those of its token states (modelStates.ts).
 * The word clusters that it reads are not among them: a model holds them in addition, the cache does not.
 */
export function packTagger({
  kind,
  labels,
  scheme,
  space,
  classes,
  vectors,
  states,
  theta,
  training,
  curve,
}: Tagger): SealedContent {
  const F = space.size;
  const { clusters } = space;
  return {
    header: {
      description: `${kind === "crf" ? "tagger" : "softmax tagger"}: ${labels.length} labels, ${F} features, ${training.tokens} training tokens`,
      kind,
      labels: [...labels],
      scheme,
      templates: space.templates,
      vectors: vectors && {
        name: vectors.name,
        offsets: vectors.offsets,
        dimension: vectors.table.dimension,
        digest: vectors.table.digest,
      },
      clusters: clusters && { name: clusters.name, words: clusters.rows.length, digest: clusters.digest },
      states: states && packStates(states),
      training,
      curve,
    },
    sections: {
      templates: new Int32Array(F).map((_, f) => space.template(f)),
      texts: new Int32Array(F).map((_, f) => space.text(f)),
      strings: new TextEncoder().encode(JSON.stringify(space.texts)),
      classes: classes.classOf,
      theta,
      ...(states && stateSections(states)),
    },
  };
}

/** What a tagger was trained with besides the corpus. */
export interface Pretrained {
  readonly vectors: VectorFeatures | null;
  readonly clusters: WordClusters | null;
  /** Token states of the corpora that it is to read; empty without. */
  readonly states: readonly TokenStates[];
}

/**
 * @param given the vectors and the clusters that it was trained with, and the token states of what it is to read
 * @throws ShapeError where its parts do not fit together, SeginfError for a header of another shape
 */
export function unpackTagger(content: SealedContent, name: string, given: Pretrained): Tagger {
  const { kind, labels, scheme, templates, training, curve, ...stored } = modelHeader(content, name);
  const readsClusters = templates.some(({ macros }) => macros.some(({ field }) => isClusterField(field)));
  const hasClusters = stored.clusters?.digest === given.clusters?.digest && readsClusters === (given.clusters !== null);
  require(hasClusters, "its templates and its word clusters differ");
  const space = spaceFrom(content, templates, given.clusters);
  const classes = classesFrom(section(content, "classes", Int32Array, space.size));
  const vectors = given.vectors && stored.vectors && { ...given.vectors, offsets: stored.vectors.offsets };
  const dense = vectors ? vectors.offsets.length * vectors.table.dimension : 0;
  const states = stored.states && unpackStates(content, stored.states, given.states, labels.length);
  const columns = states ? columnsOf(states.projection) : 0;
  const shape = shapeOf(labels.length, classes.count + dense + columns, kind);
  const theta = section(content, "theta", Float64Array, shape.dimension);
  require(theta.every(Number.isFinite), "a weight is no number");
  return { kind, labels, scheme, space, classes, vectors, states, shape, theta, training, curve };
}

function require(fits: boolean, otherwise: string): void {
  if (!fits) throw new ShapeError(otherwise);
}

/** The features: each a template and a text that there are, and no two the same. */
function spaceFrom(
  content: SealedContent,
  templates: ModelHeader["templates"],
  clusters: WordClusters | null,
): FeatureSpace {
  const texts = textsIn(section(content, "strings", Uint8Array));
  const templateOf = section(content, "templates", Int32Array);
  const textOf = section(content, "texts", Int32Array, templateOf.length);
  require(templateOf.every((template) => template >= 0 && template < templates.length), "a feature has no template");
  require(textOf.every((text) => text >= 0 && text < texts.length), "a feature has no text");
  const space = FeatureSpace.from(templates, templateOf, textOf, texts, clusters);
  require(space.size === templateOf.length && space.texts.length === texts.length, "a feature occurs twice");
  return space;
}

function textsIn(bytes: Uint8Array): readonly string[] {
  let texts: unknown;
  try {
    texts = parseJson(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new ShapeError("the texts of its features are no JSON", { cause });
  }
  if (Array.isArray(texts) && texts.every((text) => typeof text === "string")) return texts;
  throw new ShapeError("the texts of its features are no list of strings");
}

/** Numbered without a gap. */
function classesFrom(classOf: Int32Array): FeatureClasses {
  const isNumber = (id: number): boolean => id >= 0 && id < classOf.length;
  require(classOf.every(isNumber), "a feature has no class");
  const count = classOf.reduce((most, id) => Math.max(most, id), -1) + 1;
  const size = new Int32Array(count);
  for (const id of classOf) size[id]++;
  require(!size.includes(0), "a class has no feature");
  return { count, classOf, size };
}
