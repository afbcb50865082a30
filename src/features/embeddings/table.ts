import { createHash } from "node:crypto";

/** Word vectors: V words, each with D numbers of 32 bits. */
export interface VectorTable {
  readonly count: number;
  readonly dimension: number;
  /** The words in UTF-8, one after the other; word i is text[wordStart[i]] … text[wordStart[i + 1] − 1]. */
  readonly text: Uint8Array;
  /** Length V + 1. */
  readonly wordStart: Int32Array;
  /** V × D, row-major. */
  readonly values: Float32Array;
  /** SHA-256 (hex) over all of the above: what a result depends on. */
  readonly digest: string;
}

/** Collects a table row by row. */
export class TableBuilder {
  private readonly words: Buffer[] = [];
  private values: Float32Array;

  /** @param expected rows, where the file says so; more may come */
  constructor(
    readonly dimension: number,
    expected = 1024,
  ) {
    this.values = new Float32Array(dimension * expected);
  }

  get count(): number {
    return this.words.length;
  }

  /** The next row, to be filled in; valid until the next call. `word` is UTF-8 and is kept. */
  row(word: Buffer): Float32Array {
    const at = this.words.length * this.dimension;
    if (at + this.dimension > this.values.length) {
      const wider = new Float32Array(2 * (at + this.dimension));
      wider.set(this.values);
      this.values = wider;
    }
    this.words.push(word);
    return this.values.subarray(at, at + this.dimension);
  }

  finish(): VectorTable {
    const { words, dimension } = this;
    const wordStart = new Int32Array(words.length + 1);
    for (const [i, word] of words.entries()) wordStart[i + 1] = wordStart[i] + word.length;
    return sealTable({
      count: words.length,
      dimension,
      text: Buffer.concat(words),
      wordStart,
      values: this.values.slice(0, words.length * dimension),
    });
  }
}

/** A table with its digest, which is the same on every machine of either byte order. */
export function sealTable(table: Omit<VectorTable, "digest">): VectorTable {
  const { dimension, text, wordStart, values } = table;
  const hash = createHash("sha256").update(`${dimension}\n`).update(text);
  for (const part of [wordStart, values]) {
    const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    hash.update(isLittleEndian ? bytes : Buffer.from(bytes).swap32());
  }
  return { ...table, digest: hash.digest("hex") };
}

export const isLittleEndian = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;
