import { SeginfError } from "../../errors.js";
import { floats, type NumberType } from "../../features/states/numbers.js";
import type { ExternalData } from "./external.js";
import { ELEMENT, type OnnxTensor } from "./graph.js";

const { float, uint8, int8, int32, float16, double, bfloat16 } = ELEMENT;

const FLOATS: Readonly<Record<number, NumberType>> = {
  [float]: "F32",
  [float16]: "F16",
  [double]: "F64",
  [bfloat16]: "BF16",
};

/**
 * The numbers of a constant.
 *
 * @param external the files that hold weights of the model
 * @param file what messages call the model
 * @throws SeginfError for one that holds something else than numbers
 */
export function numbersOf(tensor: OnnxTensor, external: readonly ExternalData[], file: string): Float64Array {
  const { name, type, dims, floats: packed, ints } = tensor;
  const fault = () =>
    new SeginfError(`the weights of ${JSON.stringify(name)} cannot be read`, { file }, "export it again");
  const elements = dims.reduce((product, dim) => product * dim, 1);
  const bytes = rawBytes(tensor, external) ?? packed;
  const values = bytes === null ? Float64Array.from(ints) : fromBytes(bytes, type, fault);
  if (values.length !== elements) throw fault();
  return values;
}

function rawBytes({ raw, external: where }: OnnxTensor, external: readonly ExternalData[]): Uint8Array | null {
  if (where === null) return raw;
  const data = external.find(({ path }) => path === where.location)?.data;
  return data?.subarray(where.offset, where.length === null ? undefined : where.offset + where.length) ?? null;
}

function fromBytes(bytes: Uint8Array, type: number, fault: () => SeginfError): Float64Array {
  if (type === uint8) return Float64Array.from(bytes);
  if (type === int8) return Float64Array.from(bytes, (byte) => (byte << 24) >> 24);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === int32) return Float64Array.from({ length: bytes.length >> 2 }, (_, i) => view.getInt32(4 * i, true));
  if (!Object.hasOwn(FLOATS, type)) throw fault();
  return Float64Array.from(floats(bytes, FLOATS[type], fault));
}
