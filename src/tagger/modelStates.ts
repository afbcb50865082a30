import type { StateFeatures } from "../features/states/columns.js";
import { columnsOf } from "../features/states/projection.js";
import type { TokenStates } from "../features/states/table.js";
import { type SealedContent, ShapeError, section } from "../storage/sealed.js";
import type { ModelHeader } from "./modelHeader.js";

type Stored = NonNullable<ModelHeader["states"]>;

/** What of a tagger's token states is JSON: the states themselves stay in their files. */
export function packStates({ projection, name, digest, head }: StateFeatures): Stored {
  const { dimension, kept, labels, model, scale } = projection;
  const kind = head && { scale: scale ?? 1, asGiven: head.asGiven };
  return { name, dimension, kept, labels: [...labels], model, digest, head: kind };
}

/** "stateMean" (D), where states are projected "stateAxes" (D × K), and of a head that it began with "stateHead" (D + 1 × C). */
export function stateSections({ projection: { mean, axes }, head }: StateFeatures): Record<string, Float64Array> {
  return { stateMean: mean, ...(axes && { stateAxes: axes }), ...(head && { stateHead: head.rows }) };
}

/**
 * @param labels how many labels the tagger has
 * @throws ShapeError where the parts do not fit together
 */
export function unpackStates(
  content: SealedContent,
  stored: Stored,
  files: readonly TokenStates[],
  labels: number,
): StateFeatures {
  const { name, digest, head: began, ...kind } = stored;
  const { dimension, kept } = kind;
  if (columnsOf({ kept, labels: kind.labels, scale: null }) < 1 || kept > dimension)
    throw new ShapeError("its token states have more columns than numbers");
  const mean = section(content, "stateMean", Float64Array, dimension);
  const axes = kept < dimension ? section(content, "stateAxes", Float64Array, dimension * kept) : null;
  const rows = began && section(content, "stateHead", Float64Array, (dimension + 1) * labels);
  const numbers = [mean, ...(axes ? [axes] : []), ...(rows ? [rows] : [])];
  if (!numbers.every((one) => one.every(Number.isFinite)))
    throw new ShapeError("a mean, an axis or a weight is no number");
  const head = began && rows && { rows, asGiven: began.asGiven };
  return { files, name, digest, head, projection: { ...kind, mean, axes, scale: began?.scale ?? null } };
}
