import { SeginfError } from "../errors.js";
import type { Batch } from "./runtime.js";

/** What a model may be given of a batch; every piece counts, since all sentences of a batch have one length. */
const FEEDS = {
  pieces: ({ ids }: Batch) => ids,
  mask: ({ ids }: Batch) => new Int32Array(ids.length).fill(1),
  segments: ({ ids }: Batch) => new Int32Array(ids.length),
  positions: ({ ids, length }: Batch) => ids.map((_, i) => i % length),
};

/** The same under the names that exporters give them. */
const NAMES: Readonly<Record<string, keyof typeof FEEDS>> = {
  input_ids: "pieces",
  input_word_ids: "pieces",
  attention_mask: "mask",
  input_mask: "mask",
  token_type_ids: "segments",
  input_type_ids: "segments",
  segment_ids: "segments",
  position_ids: "positions",
};

/** Makes rows × length numbers of a batch. */
export type Feed = (batch: Batch) => Int32Array;

/**
 * What an input of a model is to be given.
 *
 * @param name as the model calls it; what serving adds to a name is left aside
 * @param file what messages call the model
 * @throws SeginfError for an input that no text fills
 */
export function feedOf(name: string, file: string): Feed {
  const plain = name.replace(/^serving_default_/, "").replace(/:\d+$/, "");
  if (Object.hasOwn(NAMES, plain)) return FEEDS[NAMES[plain]];
  const known = "input_ids, attention_mask, token_type_ids and position_ids";
  const what = `the model asks for the input ${JSON.stringify(name)}`;
  throw new SeginfError(what, { file }, `export an encoder of text, whose inputs are ${known}`);
}
