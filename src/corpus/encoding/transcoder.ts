import type { Faults } from "../faults.js";
import type { Codec } from "./codec.js";

/**
 * Turns a file in another encoding into UTF-8, chunk by chunk, each of whole lines. A byte order mark stays in the text.
 */
export class Transcoder {
  /** Bytes that stand for no character and became U+FFFD. */
  replaced = 0;
  /** Bytes of a line whose end has not come yet. */
  #held: Buffer[] = [];
  #heldBytes = 0;
  #line = 1;

  /** @param faults take lines that are not valid; undefined where they are to be read with U+FFFD */
  constructor(
    readonly codec: Codec,
    readonly faults: Faults | undefined,
  ) {}

  feed(chunk: Buffer): Buffer {
    const end = this.#lastLineEnd(chunk);
    if (end <= 0) {
      this.#hold(chunk);
      return Buffer.alloc(0);
    }
    const lines = Buffer.concat([...this.#held, chunk.subarray(0, end)]);
    this.#held = [];
    this.#heldBytes = 0;
    this.#hold(chunk.subarray(end));
    return this.#decode(lines);
  }

  end(): Buffer {
    const rest = Buffer.concat(this.#held);
    this.#held = [];
    return this.#decode(rest);
  }

  /** The bytes are kept: chunks may be lent. */
  #hold(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#held.push(Buffer.from(bytes));
    this.#heldBytes += bytes.length;
  }

  /** Just past the chunk's last line feed; 0 or less where it has none. */
  #lastLineEnd(chunk: Buffer): number {
    const { lineFeed } = this.codec;
    if (lineFeed.length === 1) return chunk.lastIndexOf(lineFeed) + 1;
    // UTF-16 units begin at even offsets of the file; a held first half of the line feed waits for the next chunk.
    const shift = this.#heldBytes % 2;
    for (let at = chunk.length - 2; at >= 0; at--) {
      if ((at + shift) % 2 === 0 && chunk[at] === lineFeed[0] && chunk[at + 1] === lineFeed[1]) return at + 2;
    }
    return 0;
  }

  #decode(lines: Buffer): Buffer {
    const { text, invalid } = this.codec.decode(lines);
    if (invalid > 0 && this.faults) this.#report(lines, this.faults);
    this.replaced += invalid;
    for (const byte of text) if (byte === 10) this.#line++;
    return text;
  }

  #report(lines: Buffer, faults: Faults): void {
    let line = this.#line;
    for (const raw of rawLines(lines, this.codec.lineFeed)) {
      const { text, invalid } = this.codec.decode(raw);
      if (invalid > 0) faults.undecodable(raw, line);
      line += text.includes(10) ? 1 : 0;
    }
  }
}

/** The lines of a file in its own encoding, each with its line feed. */
export function* rawLines(raw: Buffer, lineFeed: Buffer): Generator<Buffer> {
  for (let start = 0; start < raw.length; ) {
    const end = lineEnd(raw, start, lineFeed);
    yield raw.subarray(start, end);
    start = end;
  }
}

/** Just past the line feed that ends the line which begins at `start`. */
export function lineEnd(raw: Buffer, start: number, lineFeed: Buffer): number {
  let at = raw.indexOf(lineFeed, start);
  while (at >= 0 && (at - start) % lineFeed.length !== 0) at = raw.indexOf(lineFeed, at + 1);
  return at < 0 ? raw.length : at + lineFeed.length;
}
