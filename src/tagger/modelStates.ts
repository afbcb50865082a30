import type { StateFeatures } from "../features/states/columns.js";
import type { TokenStates } from "../features/states/table.js";
import { type SealedContent, ShapeError, section } from "../storage/sealed.js";
import type { ModelHeader } from "./modelHeader.js";

type Stored = NonNullable<ModelHeader["states"]>;

/** What of a tagger's token states is JSON: the states themselves stay in their files. */
export function packStates({ projection, name, digest }: StateFeatures): Stored {
  const { dimension, kept, labels, model } = projection;
  return { name, dimension, kept, labels: [...labels], model, digest };
}

/** "stateMean" (D) and, where states are projected, "stateAxes" (D × K). */
export function stateSections({ projection: { mean, axes } }: StateFeatures): Record<string, Float64Array> {
  return axes ? { stateMean: mean, stateAxes: axes } : { stateMean: mean };
}

/** @throws ShapeError where the parts do not fit together */
export function unpackStates(content: SealedContent, stored: Stored, files: readonly TokenStates[]): StateFeatures {
  const { name, digest, ...kind } = stored;
  const { dimension, kept } = kind;
  if (kept < 1 || kept > dimension) throw new ShapeError("its token states have more columns than numbers");
  const mean = section(content, "stateMean", Float64Array, dimension);
  const axes = kept < dimension ? section(content, "stateAxes", Float64Array, dimension * kept) : null;
  const numbers = axes ? [mean, axes] : [mean];
  if (!numbers.every((one) => one.every(Number.isFinite))) throw new ShapeError("a mean or an axis is no number");
  return { files, name, digest, projection: { ...kind, mean, axes } };
}
