import * as v from "valibot";
import { SeginfError } from "../errors.js";
import { shaped } from "../findings/shape.js";
import type { EncoderFiles } from "./directory.js";
import { readModelJson } from "./json.js";

const size = v.nullish(v.pipe(v.number(), v.minValue(1)));
const id = v.nullish(v.union([v.number(), v.array(v.number())]));

/** What config.json says that is used here. */
const configSchema = v.looseObject({
  model_type: v.nullish(v.string()),
  max_position_embeddings: size,
  n_positions: size,
  pad_token_id: id,
  id2label: v.nullish(v.record(v.string(), v.string())),
});

const tokenizerConfigSchema = v.looseObject({
  model_max_length: size,
  unk_token: v.nullish(v.union([v.string(), v.looseObject({ content: v.string() })])),
});

/** What belongs to a model besides its graph. */
export interface EncoderSettings {
  /** Pieces that a model reads at once, special ones included. */
  readonly longest: number;
  /** Labels of a token classifier in its own order; null where config.json names none. */
  readonly labels: readonly string[] | null;
  /** tokenizer.json and tokenizer_config.json, as the tokenizer takes them. */
  readonly tokenizer: object;
  readonly tokenizerConfig: object;
}

/**
 * Longer windows cost the square of their length in memory, and sentences are shorter.
 */
const LONGEST = 512;

/** Count positions from the padding's number on: the first ones stand for nothing. */
const COUNTED_FROM_PADDING = ["roberta", "xlm-roberta", "camembert", "xmod", "xlm-roberta-xl", "longformer", "mpnet"];

/** @throws SeginfError for a file that cannot be read or holds something else */
export async function readSettings(files: EncoderFiles): Promise<EncoderSettings> {
  const config = await read(configSchema, files.config);
  const tokenizerConfig = await read(tokenizerConfigSchema, files.tokenizerConfig);
  const tokenizer = await read(v.looseObject({}), files.tokenizer);
  const { model_type, max_position_embeddings, n_positions, pad_token_id, id2label } = config;
  const padding = COUNTED_FROM_PADDING.includes(model_type ?? "") ? Number(pad_token_id ?? 1) + 1 : 0;
  const positions = max_position_embeddings ?? n_positions;
  const limits = [tokenizerConfig.model_max_length, positions == null ? null : positions - padding];
  return {
    longest: Math.min(LONGEST, ...limits.filter((limit) => limit != null)),
    labels: id2label == null ? null : labelsOf(id2label, files.config ?? ""),
    tokenizer,
    tokenizerConfig,
  };
}

async function read<S extends v.GenericSchema>(schema: S, file: string | null): Promise<v.InferOutput<S>> {
  const value = file === null ? {} : await readModelJson(file);
  return shaped(schema, value, "the file", ({ what }) => {
    throw new SeginfError(what, { file: file ?? "" }, "get the file again, or save it with save_pretrained");
  });
}

/** { "0": "O", "1": "B-PER" } as a list. */
function labelsOf(id2label: Readonly<Record<string, string>>, file: string): readonly string[] {
  return Object.keys(id2label).map((_, i) => {
    const label = id2label[String(i)];
    if (label !== undefined) return label;
    throw new SeginfError(`id2label has no ${i}`, { file }, "give every output of the head a label, from 0 on");
  });
}
