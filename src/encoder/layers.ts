import { SeginfError } from "../errors.js";

/** What a graph can give: the names of its outputs, and of all inner tensors in the order in which they are made. */
export interface TensorNames {
  readonly outputs: readonly string[];
  readonly inner: readonly string[];
}

/**
 * The tensor with the states of a layer.
 *
 * A number counts hidden states as Transformers does: 0 is the embeddings, n what the n-th block gives. It stands for an
 * output of such a name (hidden_states.3), else for the last tensor whose name puts it into that block (…/layer.2/…).
 * Anything else is the name of a tensor.
 *
 * @param file what messages call the model
 * @throws SeginfError where there is no such tensor
 */
export function layerTensor(layer: string, { outputs, inner }: TensorNames, file: string): string {
  const all = [...outputs, ...inner];
  if (all.includes(layer)) return layer;
  const found = /^\d+$/.test(layer) ? numbered(Number(layer), outputs, inner) : undefined;
  if (found !== undefined) return found;
  const known = outputs.slice(0, MOST_NAMED).join(", ");
  const hint = `give the name of a tensor, such as its outputs ${known}, or leave --encoder-layer out`;
  throw new SeginfError(`the model has no layer ${JSON.stringify(layer)}`, { file }, hint);
}

const MOST_NAMED = 8;

function numbered(n: number, outputs: readonly string[], inner: readonly string[]): string | undefined {
  const output = outputs.find((name) => new RegExp(`^hidden(?:_states?)?[._]${n}$`).test(name));
  if (output !== undefined || n === 0) return output;
  const block = new RegExp(`(?:^|[./_])(?:layers?|blocks?|h)[._]+${n - 1}(?=[./]|$)`, "i");
  return inner.findLast((name) => block.test(name));
}
