import { isAscii, isUtf8 } from "node:buffer";
import { SeginfError } from "../errors.js";
import type { Faults } from "./faults.js";

/** Takes the lines of a file in order. `bytes` is lent: it is overwritten after the call returns. */
export interface LineSink {
  /**
   * Line `number` (from 1) is bytes[start … end − 1], without its line end; valid UTF-8 without NUL.
   * @throws SeginfError where something is wrong with the line
   */
  line(bytes: Buffer, start: number, end: number, number: number): void;
}

/** No corpus has such a line; past it Node could not make a string of it. */
const LONGEST_LINE = 256 * 1024 * 1024;
const NEWLINE = 10;
const RETURN = 13;
const LAST_ASCII = 127;

/**
 * Cuts chunks of bytes into lines (LF or CRLF) wherever the chunks are split, drops a byte order mark, and refuses what
 * is not text: NUL bytes, invalid UTF-8, lone carriage returns. Faults come in line order, so that they do not depend on
 * the chunks either.
 */
export class LineSplitter {
  /** The beginning of a line whose end has not come yet: carry[0 … held − 1]. */
  #carry = Buffer.alloc(0);
  #held = 0;
  #number = 0;

  /** @param faults take what is wrong with a line, which the sink is not given then; without them it is thrown */
  constructor(
    readonly file: string,
    readonly sink: LineSink,
    readonly faults?: Faults,
  ) {}

  /** @throws SeginfError where the file is no text, and whatever the sink throws */
  feed(chunk: Buffer): void {
    let from = 0;
    if (this.#held > 0) {
      const newline = chunk.indexOf(NEWLINE);
      from = newline < 0 ? chunk.length : newline + 1;
      this.#hold(chunk, 0, from);
      if (newline < 0) return;
      this.end();
    }
    const past = chunk.lastIndexOf(NEWLINE) + 1;
    if (past > from) {
      this.#emit(chunk, from, past);
      from = past;
    }
    if (from < chunk.length) this.#hold(chunk, from, chunk.length);
  }

  /** Hands on the last line where it has no line end. */
  end(): void {
    const held = this.#held;
    this.#held = 0;
    if (held > 0) this.#emit(this.#carry, 0, held);
  }

  #hold(chunk: Buffer, start: number, end: number): void {
    const held = this.#held + end - start;
    if (held > LONGEST_LINE + 2) throw this.#tooLong(this.#number + 1);
    if (held > this.#carry.length) {
      const wider = Buffer.allocUnsafe(Math.max(held, 2 * this.#carry.length));
      this.#carry.copy(wider, 0, 0, this.#held);
      this.#carry = wider;
    }
    chunk.copy(this.#carry, this.#held, start, end);
    this.#held = held;
  }

  #emit(bytes: Buffer, start: number, limit: number): void {
    // A byte order mark says nothing about the encoding of the lines.
    const block = bytes.subarray(this.#number === 0 ? this.#afterMark(bytes, start, limit) : start, limit);
    // Whole blocks are checked at native speed; only a bad one is checked line by line.
    const suspect = block.includes(0) || !isUtf8(block);
    const isCounted = !suspect && this.#isUtf8Doubtful && !isAscii(block);
    for (let at = start; at < limit; ) {
      let end = at;
      let returns = 0;
      let bits = 0;
      for (let byte = bytes[at]; end < limit && byte !== NEWLINE; byte = bytes[++end]) {
        bits |= byte;
        if (byte === RETURN) returns++;
      }
      const number = ++this.#number;
      const next = end + 1;
      if (end - at > LONGEST_LINE) throw this.#tooLong(number);
      if (number === 1) at = this.#afterMark(bytes, at, end);
      const isGood = !suspect || this.#check(bytes, at, end, number);
      if (isCounted && bits > LAST_ASCII) this.#count(bytes.subarray(at, end));
      if (returns > 0) {
        const isLineEnd = bytes[end - 1] === RETURN;
        if (!isLineEnd || returns > 1) {
          this.#fault(this.#strayReturn(number));
          at = next;
          continue;
        }
        end--;
      }
      if (isGood) this.sink.line(bytes, at, end, number);
      at = next;
    }
  }

  #afterMark(bytes: Buffer, start: number, end: number): number {
    const hasMark = end - start >= 3 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf;
    return hasMark ? start + 3 : start;
  }

  /** Whether the line is valid UTF-8. @throws SeginfError for a NUL byte */
  #check(bytes: Buffer, start: number, end: number, line: number): boolean {
    const text = bytes.subarray(start, end);
    if (text.includes(0)) throw this.#binary(text, line);
    const isValid = isUtf8(text);
    if (isValid) this.#count(text);
    else if (this.faults) this.faults.undecodable(text, line);
    else throw new SeginfError("not valid UTF-8", { file: this.file, line }, "convert the file to UTF-8");
    return isValid;
  }

  get #isUtf8Doubtful(): boolean {
    return this.faults?.isSurelyUtf8 === false;
  }

  /** Each line for itself: how the file comes in blocks changes nothing. */
  #count(line: Buffer): void {
    if (this.#isUtf8Doubtful && !isAscii(line)) this.faults?.validUtf8();
  }

  #fault(error: SeginfError): void {
    if (!this.faults) throw error;
    this.faults.add(error);
  }

  #binary(text: Buffer, line: number): SeginfError {
    const place = { file: this.file, line };
    const order = utf16Order(text);
    if (order === null) return new SeginfError("a NUL byte: this is a binary file", place, "give a text file in UTF-8");
    const what = "NUL bytes, as UTF-16 without a byte order mark has them";
    return new SeginfError(what, place, `pass --encoding ${order}`);
  }

  #tooLong(line: number): SeginfError {
    const what = `the line is longer than ${LONGEST_LINE >> 20} MiB`;
    return new SeginfError(what, { file: this.file, line }, "check that this is a corpus, one token a line");
  }

  #strayReturn(line: number): SeginfError {
    const what = "a carriage return within the line";
    return new SeginfError(what, { file: this.file, line }, "end lines with LF or CRLF");
  }
}

/** The byte order in which a line of NULs and other bytes by turns looks like UTF-16; null where it does not. */
function utf16Order(text: Buffer): "utf-16le" | "utf-16be" | null {
  const nuls = [0, 0];
  text.forEach((byte, i) => {
    if (byte === 0) nuls[i % 2]++;
  });
  const half = text.length / 2;
  if (text.length < 4) return null;
  if (nuls[1] > half / 2 && nuls[0] < half / 8) return "utf-16le";
  return nuls[0] > half / 2 && nuls[1] < half / 8 ? "utf-16be" : null;
}
