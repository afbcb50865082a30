import { endianness } from "node:os";
import { types } from "node:util";

/** A named part of a sealed file. */
export type Section = Float64Array | Int32Array | Uint8Array;

/** One row of a sealed file's table of sections. */
export interface SectionEntry {
  readonly name: string;
  readonly type: "f64" | "i32" | "u8";
  /** Elements, not bytes. */
  readonly length: number;
}

/** Sections begin at multiples of this, so that they can be viewed as typed arrays where they lie. */
export const ALIGNMENT = 8;

const ELEMENT_BYTES = { f64: 8, i32: 4, u8: 1 } as const;
const BIG_ENDIAN = endianness() === "BE";

/** The next multiple of the alignment. */
export function aligned(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}

/** The table's row for a section. */
export function entryOf(name: string, section: Section): SectionEntry {
  // Another thread's arrays may be of another realm, whose classes are not those of this one.
  const type = types.isFloat64Array(section) ? "f64" : types.isInt32Array(section) ? "i32" : "u8";
  return { name, type, length: section.length };
}

/** Bytes that a section takes in the file, without the padding after it. */
export function byteLength({ type, length }: SectionEntry): number {
  return ELEMENT_BYTES[type] * length;
}

/** The section's bytes as they stand in the file, little-endian: a view where the machine is, else a swapped copy. */
export function toFileBytes(section: Section, bigEndian = BIG_ENDIAN): Uint8Array {
  const view = new Uint8Array(section.buffer, section.byteOffset, section.byteLength);
  return bigEndian ? swapped(view, section.BYTES_PER_ELEMENT) : view;
}

/** A section from the file's bytes: a view into them where alignment and byte order allow, else a copy. */
export function fromFileBytes(bytes: Uint8Array, offset: number, entry: SectionEntry, bigEndian = BIG_ENDIAN): Section {
  const width = ELEMENT_BYTES[entry.type];
  let part = bytes.subarray(offset, offset + byteLength(entry));
  if (bigEndian) part = swapped(part, width);
  else if (part.byteOffset % width !== 0) part = part.slice();
  if (entry.type === "u8") return part;
  return entry.type === "f64"
    ? new Float64Array(part.buffer, part.byteOffset, entry.length)
    : new Int32Array(part.buffer, part.byteOffset, entry.length);
}

/** A copy with the bytes of every element in reverse. */
function swapped(bytes: Uint8Array, width: number): Uint8Array {
  const copy = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) copy[i - (i % width) + (width - 1 - (i % width))] = bytes[i]!;
  return copy;
}
