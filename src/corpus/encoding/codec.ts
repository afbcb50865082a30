/** Whole lines in UTF-8, and how many bytes of the original stand for no character: U+FFFD is in their place. */
export interface Decoded {
  readonly text: Buffer;
  readonly invalid: number;
}

/** One character encoding: how its bytes become UTF-8 and back. */
export interface Codec {
  /** As TextDecoder names it, or "cesu-8". */
  readonly name: string;
  /** LF as it stands in the file: one byte, or two in UTF-16. Nowhere else do these bytes occur at a character's start. */
  readonly lineFeed: Buffer;
  /** Decodes whole lines; what is not valid becomes U+FFFD. */
  decode(raw: Buffer): Decoded;
  /** The bytes of a text, null where a character of it has none. */
  encode(text: string): Buffer | null;
  /** How many bytes of a line decode to the first `length` bytes of its UTF-8; `length` ends a character. */
  rawLength(line: Buffer, length: number): number;
}

/** Bytes of U+FFFD in UTF-8. */
export const REPLACEMENT = Buffer.from("\uFFFD");

/** Bytes of the UTF-8 of a code point. */
export function utf8Length(codePoint: number): number {
  return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}

/** Calls back for each character of UTF-8 text: its code point's length in bytes, as long as there are any. */
export function* characterLengths(text: Buffer): Generator<number> {
  for (let at = 0; at < text.length; ) {
    const lead = text[at];
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    yield length;
    at += length;
  }
}
