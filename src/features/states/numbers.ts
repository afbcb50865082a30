import type { SeginfError } from "../../errors.js";
import { isLittleEndian } from "../embeddings/table.js";

/** How the numbers of a file are stored, all little-endian. */
export const NUMBERS = {
  F16: { bytes: 2, read: (view: DataView, at: number) => half(view.getUint16(at, true)) },
  BF16: { bytes: 2, read: (view: DataView, at: number) => brain(view.getUint16(at, true)) },
  F32: { bytes: 4, read: (view: DataView, at: number) => view.getFloat32(at, true) },
  F64: { bytes: 8, read: (view: DataView, at: number) => view.getFloat64(at, true) },
} as const;

export type NumberType = keyof typeof NUMBERS;

/**
 * All numbers of some bytes in 32 bits, over the same memory where they lie so already.
 *
 * @param notFinite makes the error for the i-th number, where it is not finite
 */
export function floats(bytes: Uint8Array, type: NumberType, notFinite: (i: number) => SeginfError): Float32Array {
  const values = type === "F32" && isLittleEndian ? overSame(bytes) : converted(bytes, type);
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) throw notFinite(i);
  return values;
}

function overSame(bytes: Uint8Array): Float32Array {
  const { buffer, byteOffset, byteLength } = aligned(bytes);
  return new Float32Array(buffer, byteOffset, byteLength / 4);
}

/** A typed array begins at a multiple of its width. The slice of a Buffer is no copy. */
const aligned = (bytes: Uint8Array): Uint8Array => (bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes));

function converted(bytes: Uint8Array, type: NumberType): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { bytes: width, read } = NUMBERS[type];
  const values = new Float32Array(bytes.byteLength / width);
  for (let i = 0; i < values.length; i++) values[i] = read(view, i * width);
  return values;
}

/** IEEE 754 binary16: 1 sign bit, 5 of the exponent, 10 of the fraction. */
export function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 0x3ff];
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

const scratch = new DataView(new ArrayBuffer(4));

/** bfloat16: the upper half of a binary32. */
function brain(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}
