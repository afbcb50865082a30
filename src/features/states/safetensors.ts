import * as v from "valibot";
import { SeginfError } from "../../errors.js";
import { NUMBERS, type NumberType } from "./numbers.js";

/** A matrix in a file: where its numbers lie, and what the file says of the corpus. */
export interface StoredMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly type: NumberType;
  readonly bytes: Uint8Array;
  /** wordsDigest; null where the file does not hold it. */
  readonly corpus: string | null;
}

/** Names the tensor, and the digest in the file's metadata. */
const [TENSOR, METADATA] = ["states", "corpus"] as const;

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const tensorSchema = v.object({
  dtype: v.string(),
  shape: v.array(whole),
  data_offsets: v.tuple([whole, whole]),
});
const headerSchema = v.objectWithRest({ __metadata__: v.optional(v.record(v.string(), v.string()), {}) }, v.unknown());

const HINT = `write the tensor "${TENSOR}" with save_file of the package safetensors`;

/**
 * The tensor "states" of a safetensors file: 8 bytes with the length of the header, the header as JSON, and the data.
 * Source: the format's specification, github.com/huggingface/safetensors.
 *
 * @throws SeginfError where the file is cut short or is something else
 */
export function readSafetensors(file: Uint8Array, name: string): StoredMatrix {
  const fault = (what: string, hint = HINT) => new SeginfError(what, { file: name }, hint);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = file.length < 8 ? Number.NaN : Number(view.getBigUint64(0, true));
  if (!(length <= file.length - 8)) throw fault("this is not a safetensors file, or it is cut short");
  const header = v.safeParse(headerSchema, parsed(file.subarray(8, 8 + length)));
  if (!header.success) throw fault("the header of the safetensors file is not what it should be");
  const { __metadata__: metadata, ...tensors } = header.output;
  if (!Object.hasOwn(tensors, TENSOR)) throw fault(`the file has no tensor "${TENSOR}"`);
  const tensor = v.safeParse(tensorSchema, tensors[TENSOR]);
  if (!tensor.success) throw fault(`what the header says of "${TENSOR}" is not a tensor`);
  const {
    dtype,
    shape,
    data_offsets: [from, to],
  } = tensor.output;
  if (!Object.hasOwn(NUMBERS, dtype)) throw fault(`"${TENSOR}" holds ${dtype}`, "store it as F16, BF16, F32 or F64");
  const type = dtype as NumberType;
  const [rows, columns] = shape;
  if (rows === undefined || columns === undefined || shape.length > 2) {
    throw fault(`"${TENSOR}" has ${shape.length} dimensions`, "give it two: tokens and features");
  }
  const data = file.subarray(8 + length);
  if (to - from !== rows * columns * NUMBERS[type].bytes || to > data.length) {
    throw fault(`the data of "${TENSOR}" do not have the length of ${rows} × ${columns} numbers`, "write it again");
  }
  const corpus = Object.hasOwn(metadata, METADATA) ? (metadata[METADATA] ?? null) : null;
  return { rows, columns, type, bytes: data.subarray(from, to), corpus };
}

/** Undefined where it is not JSON. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
