import { SeginfError } from "../errors.js";
import { RawText, textOf } from "./encoding/raw-text.js";
import type { Corpus } from "./types.js";

/** Copies bytes with insertions, in pieces: a long run that stays as it is costs one slice. */
export class Splice {
  #pieces: Buffer[] = [];
  #at = 0;

  /** @param file the bytes in the file's own encoding, where it is another than theirs */
  constructor(
    readonly bytes: Buffer,
    readonly file?: RawText,
  ) {}

  /** Whether so many pieces have gathered that they had better be taken. */
  get isFull(): boolean {
    return this.#pieces.length > 1 << 14;
  }

  /** Copies the bytes up to an offset. */
  copyTo(offset: number): void {
    if (offset > this.#at)
      this.#pieces.push(this.file?.slice(this.#at, offset) ?? this.bytes.subarray(this.#at, offset));
    this.#at = offset;
  }

  /** Leaves out the bytes up to an offset. */
  skipTo(offset: number): void {
    this.#at = offset;
  }

  /** @throws SeginfError where the file's encoding cannot hold it */
  insert(bytes: Buffer): void {
    this.#pieces.push(this.file?.encode(bytes) ?? bytes);
  }

  /** What has been copied and inserted since the last call. */
  take(): Buffer {
    const taken = Buffer.concat(this.#pieces);
    this.#pieces = [];
    return taken;
  }
}

/** What a corpus was read from, in UTF-8, and in its own encoding where that is another. */
export interface SourceText {
  readonly bytes: Buffer;
  readonly file?: RawText;
}

/** @param raw what the corpus was read from, decompressed */
export function sourceText(raw: Buffer, { encoding, name }: Corpus): SourceText {
  const bytes = textOf(raw, encoding);
  return bytes === raw ? { bytes } : { bytes, file: new RawText(raw, bytes, encoding, name) };
}

/** A line of a corpus's bytes: bytes[start … end − 1], without its line end; it holds the tokens first … past − 1. */
export interface CorpusLine {
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly number: number;
  readonly first: number;
  readonly past: number;
}

/** Changes a line: copies, leaves out and inserts; what it does not touch is copied later. */
export type LineEdit = (splice: Splice, line: CorpusLine) => void;

/**
 * The bytes of a corpus with an edit made to each line, in chunks to be written one after another.
 *
 * @param text what the corpus was read from, in UTF-8
 */
export function* spliceLines({ bytes, file }: SourceText, corpus: Corpus, edit: LineEdit): Generator<Buffer> {
  const splice = new Splice(bytes, file);
  let token = 0;
  for (let start = 0, number = 1; start < bytes.length; number++) {
    const newline = bytes.indexOf(10, start);
    const next = newline < 0 ? bytes.length : newline + 1;
    let end = newline < 0 ? next : newline;
    if (end > start && bytes[end - 1] === 13) end--;
    const first = token;
    while (corpus.lines[token] === number) token++;
    edit(splice, { start, end, number, first, past: token });
    start = next;
    if (splice.isFull) yield splice.take();
  }
  splice.copyTo(bytes.length);
  yield splice.take();
}

/** @throws SeginfError for a tag that a field of a file cannot hold */
export function requireFit(tag: string, forbidden: RegExp, file: string): void {
  if (!forbidden.test(tag)) return;
  throw new SeginfError(`the tag ${JSON.stringify(tag)} would break its column`, { file }, "part the columns by tabs");
}
