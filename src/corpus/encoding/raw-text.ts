import { isUtf8 } from "node:buffer";
import { SeginfError } from "../../errors.js";
import { type Codec, REPLACEMENT } from "./codec.js";
import { codecOf } from "./codecs.js";
import { lineEnd } from "./transcoder.js";

/**
 * A file in its own encoding and in UTF-8: offsets of the one become offsets of the other, so that what is not
 * changed is copied byte for byte. Offsets are asked for in ascending order.
 */
export class RawText {
  readonly #codec: Codec;
  #textLine = 0;
  #rawLine = 0;

  /**
   * @param text the file's UTF-8, as textOf makes it
   * @param encoding of encodingName
   */
  constructor(
    readonly raw: Buffer,
    readonly text: Buffer,
    encoding: string,
    readonly file: string,
  ) {
    this.#codec = codecOf(encoding);
  }

  /** The bytes that text[from … to − 1] is in the file. */
  slice(from: number, to: number): Buffer {
    const start = this.#offset(from);
    return this.raw.subarray(start, this.#offset(to));
  }

  /** @throws SeginfError where the encoding has no bytes for the text */
  encode(text: Buffer): Buffer {
    const bytes = this.#codec.encode(text.toString());
    if (bytes !== null && !text.includes(REPLACEMENT)) return bytes;
    const what = `${JSON.stringify(text.toString())} cannot be written in the file's encoding, ${this.#codec.name}`;
    throw new SeginfError(what, { file: this.file }, "convert the file to UTF-8 first");
  }

  #offset(offset: number): number {
    for (;;) {
      const newline = this.text.indexOf(10, this.#textLine);
      if (newline < 0 || newline >= offset) break;
      this.#textLine = newline + 1;
      this.#rawLine = lineEnd(this.raw, this.#rawLine, this.#codec.lineFeed);
    }
    if (offset === this.text.length) return this.raw.length;
    const line = this.raw.subarray(this.#rawLine, lineEnd(this.raw, this.#rawLine, this.#codec.lineFeed));
    return this.#rawLine + this.#codec.rawLength(line, offset - this.#textLine);
  }
}

/** A whole file in UTF-8, whatever its encoding; the same buffer where it is in valid UTF-8. */
export function textOf(raw: Buffer, encoding: string): Buffer {
  return encoding === "utf-8" && isUtf8(raw) ? raw : codecOf(encoding).decode(raw).text;
}
