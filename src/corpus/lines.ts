import { isUtf8 } from "node:buffer";
import { SeginfError } from "../errors.js";

/** Takes the lines of a file in order. `bytes` is lent: it is overwritten after the call returns. */
export interface LineSink {
  /** Line `number` (from 1) is bytes[start … end − 1], without its line end; valid UTF-8 without NUL. */
  line(bytes: Buffer, start: number, end: number, number: number): void;
}

/** No corpus has such a line; past it Node could not make a string of it. */
const LONGEST_LINE = 256 * 1024 * 1024;
const NEWLINE = 10;
const RETURN = 13;

/**
 * Cuts chunks of bytes into lines (LF or CRLF) wherever the chunks are split, drops a byte order mark, and refuses what
 * is not text: UTF-16, NUL bytes, invalid UTF-8, lone carriage returns. Errors come in line order, so that they do not
 * depend on the chunks either.
 */
export class LineSplitter {
  /** The beginning of a line whose end has not come yet: carry[0 … held − 1]. */
  #carry = Buffer.alloc(0);
  #held = 0;
  #number = 0;

  constructor(
    readonly file: string,
    readonly sink: LineSink,
  ) {}

  /** @throws SeginfError naming the line, and whatever the sink throws */
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
    const block = bytes.subarray(start, limit);
    // Whole blocks are checked at native speed; only a bad one is checked line by line.
    const suspect = block.includes(0) || !isUtf8(block);
    for (let at = start; at < limit; ) {
      let end = at;
      let returns = 0;
      for (let byte = bytes[at]; end < limit && byte !== NEWLINE; byte = bytes[++end]) if (byte === RETURN) returns++;
      const number = ++this.#number;
      const next = end + 1;
      if (end - at > LONGEST_LINE) throw this.#tooLong(number);
      if (number === 1) at = this.#afterMark(bytes, at, end);
      if (suspect) this.#check(bytes, at, end, number);
      if (returns > 0) {
        const isLineEnd = bytes[end - 1] === RETURN;
        if (!isLineEnd || returns > 1) throw this.#strayReturn(number);
        end--;
      }
      this.sink.line(bytes, at, end, number);
      at = next;
    }
  }

  #afterMark(bytes: Buffer, start: number, end: number): number {
    const [a, b, c] = [bytes[start], bytes[start + 1], bytes[start + 2]];
    if (end - start >= 2 && ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)))
      throw new SeginfError("the file is in UTF-16", { file: this.file }, "convert it to UTF-8");
    return end - start >= 3 && a === 0xef && b === 0xbb && c === 0xbf ? start + 3 : start;
  }

  #check(bytes: Buffer, start: number, end: number, line: number): void {
    const text = bytes.subarray(start, end);
    if (text.includes(0))
      throw new SeginfError(
        "a NUL byte: this is a binary file",
        { file: this.file, line },
        "give a text file in UTF-8",
      );
    if (!isUtf8(text)) throw new SeginfError("not valid UTF-8", { file: this.file, line }, "convert the file to UTF-8");
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
