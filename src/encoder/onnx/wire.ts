/** A message that ends too soon or holds what no message can: it is no protobuf, or it is damaged. */
export class WireError extends Error {}

/** One field of a protobuf message. */
export interface WireField {
  readonly number: number;
  /** Of a varint; 0 for others. Whole numbers beyond 2⁵³ lose digits. */
  readonly value: number;
  /** Of a field with a length, or of 4 or 8 bytes, a view of these; empty for a varint. */
  readonly bytes: Uint8Array;
  readonly isVarint: boolean;
}

const NONE = new Uint8Array(0);

/** Reads on from where it stands. */
class Cursor {
  at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  /** Seven bits a byte, the lowest first; a negative number is its two's complement of 64 bits. */
  varint(): number {
    let [low, high] = [0, 0];
    for (let i = 0; i < 10; i++) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new WireError("it ends within a number");
      if (i < 4) low += (byte & 127) * 2 ** (7 * i);
      else high += (byte & 127) * 2 ** (7 * (i - 4));
      if (byte < 128) return low + (high >= 2 ** 35 ? high - 2 ** 36 : high) * 2 ** 28;
    }
    throw new WireError("a number has more than 64 bits");
  }

  take(length: number): Uint8Array {
    if (!(length >= 0 && length <= this.bytes.length - this.at)) throw new WireError("it ends within a field");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

/**
 * The fields of a protobuf message in their order, as views: nothing is copied. Source: protobuf.dev, "Encoding".
 *
 * @throws WireError
 */
export function* wireFields(message: Uint8Array): Generator<WireField> {
  const cursor = new Cursor(message);
  while (!cursor.isAtEnd) {
    const key = cursor.varint();
    const [number, type] = [Math.floor(key / 8), key % 8];
    if (number < 1) throw new WireError("a field has no number");
    if (type === 0) yield { number, value: cursor.varint(), bytes: NONE, isVarint: true };
    else if (type === 1) yield { number, value: 0, bytes: cursor.take(8), isVarint: false };
    else if (type === 2) yield { number, value: 0, bytes: cursor.take(cursor.varint()), isVarint: false };
    else if (type === 5) yield { number, value: 0, bytes: cursor.take(4), isVarint: false };
    else throw new WireError(`a field is of type ${type}`);
  }
}

/** The whole numbers of a repeated field: one, or any number of them packed. @throws WireError */
export function varintsOf({ value, bytes, isVarint }: WireField): readonly number[] {
  if (isVarint) return [value];
  const cursor = new Cursor(bytes);
  const values: number[] = [];
  while (!cursor.isAtEnd) values.push(cursor.varint());
  return values;
}

/** A field with a length: its key, the length, and the bytes. */
export function lengthDelimited(number: number, bytes: Uint8Array): Uint8Array {
  const head: number[] = [];
  for (let rest of [number * 8 + 2, bytes.length]) {
    for (; rest >= 128; rest = Math.floor(rest / 128)) head.push((rest % 128) + 128);
    head.push(rest);
  }
  const field = new Uint8Array(head.length + bytes.length);
  field.set(head);
  field.set(bytes, head.length);
  return field;
}
