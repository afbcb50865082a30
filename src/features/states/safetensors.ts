import * as v from "valibot";
import { SeginfError } from "../../errors.js";
import type { FileBytes } from "./bytes.js";
import { NUMBERS, type NumberType } from "./numbers.js";
import type { StoredMatrix } from "./stored.js";

/** What seginf reads of a safetensors file. */
export interface StoredTensors {
  /** Null where there are logits alone. */
  readonly states: StoredMatrix | null;
  /** Scores of labels by a tagger of the user's; null without. */
  readonly logits: StoredMatrix | null;
  readonly metadata: Readonly<Record<string, string>>;
}

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const tensorSchema = v.object({
  dtype: v.string(),
  shape: v.array(whole),
  data_offsets: v.tuple([whole, whole]),
});
const headerSchema = v.objectWithRest({ __metadata__: v.optional(v.record(v.string(), v.string()), {}) }, v.unknown());

/** The format's own bound on its header. */
const LONGEST_HEADER = 100e6;

/**
 * The tensors "states" and "logits" of a safetensors file: 8 bytes with the length of the header, the header as JSON, and
 * the data. Source: the format's specification, github.com/huggingface/safetensors.
 *
 * @throws SeginfError where the file is cut short or is something else
 */
export function storedTensors(file: FileBytes): StoredTensors {
  const fault = (what: string, hint: string) => new SeginfError(what, { file: file.path }, hint);
  const hint = 'write the tensor "states" with save_file of the package safetensors';
  const head = file.read(0, Math.min(8, file.size));
  const length = head.length < 8 ? Number.NaN : Number(new DataView(head.buffer).getBigUint64(0, true));
  if (!(length <= Math.min(file.size - 8, LONGEST_HEADER))) {
    throw fault("this is not a safetensors file, or it is cut short", hint);
  }
  const header = v.safeParse(headerSchema, parsed(file.read(8, length)));
  if (!header.success) throw fault("the header of the safetensors file is not what it should be", hint);
  const { __metadata__: metadata, ...tensors } = header.output;
  const matrix = (name: string) =>
    Object.hasOwn(tensors, name) ? matrixOf(name, tensors[name], 8 + length, file.size, fault) : null;
  const [states, logits] = [matrix("states"), matrix("logits")];
  if (states === null && logits === null) throw fault('the file has no tensor "states" and no "logits"', hint);
  if (logits && states && logits.rows !== states.rows) {
    throw fault(`${logits.rows} rows of logits for ${states.rows} states`, "write a row of either for each token");
  }
  return { states, logits, metadata };
}

/** @param start bytes before the data */
function matrixOf(
  name: string,
  entry: unknown,
  start: number,
  size: number,
  fault: (what: string, hint: string) => SeginfError,
): StoredMatrix {
  const tensor = v.safeParse(tensorSchema, entry);
  if (!tensor.success) throw fault(`what the header says of "${name}" is not a tensor`, "write it again");
  const {
    dtype,
    shape: [rows, columns, ...further],
    data_offsets: [from, to],
  } = tensor.output;
  if (!Object.hasOwn(NUMBERS, dtype)) throw fault(`"${name}" holds ${dtype}`, "store it as F16, BF16, F32 or F64");
  const type = dtype as NumberType;
  if (rows === undefined || columns === undefined || further.length > 0) {
    const dimensions = tensor.output.shape.length;
    throw fault(`"${name}" has ${dimensions} dimensions`, "give it two: tokens and features");
  }
  if (to - from !== rows * columns * NUMBERS[type].bytes || start + to > size) {
    throw fault(`the data of "${name}" do not have the length of ${rows} × ${columns} numbers`, "write it again");
  }
  return { rows, columns, type, offset: start + from };
}

/** Undefined where it is not JSON. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
