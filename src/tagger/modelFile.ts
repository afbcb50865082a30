import { SeginfError } from "../errors.js";
import type { FeatureClasses } from "../features/merge.js";
import { FeatureSpace } from "../features/space.js";
import type { VectorFeatures } from "../features/vectors.js";
import { openSealed, type SealedContent, sealFile, section } from "../storage/sealed.js";
import type { Tagger } from "./model.js";
import { type ModelHeader, modelHeader } from "./modelHeader.js";
import { shapeOf } from "./shape.js";

/** The version of the layout below; a reader takes its own alone. */
export const MODEL = { kind: "model", version: 2 } as const;

/** Writes a tagger to one portable file, sealed with a digest. */
export async function writeModel(path: string, tagger: Tagger): Promise<void> {
  await sealFile(path, { ...MODEL, ...packTagger(tagger) });
}

/**
 * @param vectors the word vectors that it was trained with, null for none: a model does not hold them
 * @throws SeginfError for a file that is missing, foreign, truncated, edited or of another version, or other vectors
 */
export async function readModel(path: string, vectors: VectorFeatures | null = null): Promise<Tagger> {
  const content = await openSealed(path, MODEL);
  requireVectors(modelHeader(content, path).vectors, vectors, path);
  return unpackTagger(content, path, vectors);
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

/**
 * A tagger as a header (kind, labels, scheme, templates, training) and sections: "templates" and "texts" (F: template
 * and text number of each feature), "strings" (the texts, a JSON array), "classes" (F: class of each feature), "theta" (the weights).
 */
export function packTagger({
  kind,
  labels,
  scheme,
  space,
  classes,
  vectors,
  theta,
  training,
  curve,
}: Tagger): SealedContent {
  const F = space.size;
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
      training,
      curve,
    },
    sections: {
      templates: new Int32Array(F).map((_, f) => space.template(f)),
      texts: new Int32Array(F).map((_, f) => space.text(f)),
      strings: new TextEncoder().encode(JSON.stringify(space.texts)),
      classes: classes.classOf,
      theta,
    },
  };
}

/**
 * @param name of the file or cache entry, for the message where its parts do not fit together
 * @param given the vectors that it was trained with
 */
export function unpackTagger(content: SealedContent, name: string, given: VectorFeatures | null): Tagger {
  const { kind, labels, scheme, templates, training, curve, vectors: stored } = modelHeader(content, name);
  const texts = JSON.parse(new TextDecoder().decode(section(content, "strings", Uint8Array))) as string[];
  const [templateOf, textOf] = [section(content, "templates", Int32Array), section(content, "texts", Int32Array)];
  const space = FeatureSpace.from(templates, templateOf, textOf, texts);
  const classes = classesFrom(section(content, "classes", Int32Array));
  const theta = section(content, "theta", Float64Array);
  const vectors = given && stored && { ...given, offsets: stored.offsets };
  const dense = vectors ? vectors.offsets.length * vectors.table.dimension : 0;
  const shape = shapeOf(labels.length, classes.count + dense, kind);
  const fits = theta.length === shape.dimension && classes.classOf.length === space.size;
  if (!fits || textOf.length !== templateOf.length) {
    throw new SeginfError("the parts of the model do not fit together", { file: name }, "train it again");
  }
  return { kind, labels, scheme, space, classes, vectors, shape, theta, training, curve };
}

function classesFrom(classOf: Int32Array): FeatureClasses {
  const count = classOf.reduce((most, id) => Math.max(most, id), -1) + 1;
  const size = new Int32Array(count);
  for (const id of classOf) size[id]++;
  return { count, classOf, size };
}
