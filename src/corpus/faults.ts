import { SeginfError } from "../errors.js";
import { suggestEncoding } from "./encoding/suggest.js";

/** Faults that are named one by one. */
const NAMED = 20;
/** Bytes of undecodable lines kept to guess the encoding from. */
const SAMPLE = 1 << 16;

/** Lines of another encoding are valid UTF-8 by accident, but fewer than half of them, and never the first so many. */
const ENOUGH_VALID = 1000;

/** What is wrong with the lines of a file, gathered so that one run reports all of it. */
export class Faults {
  readonly #named: SeginfError[] = [];
  #count = 0;
  /** Whether all say the same, and the named ones of one line after the other. */
  #areAlike = true;
  /** Lines that are not valid in the file's encoding. */
  #undecodable = 0;
  #firstUndecodable = 0;
  readonly #sample: Buffer[] = [];
  #sampled = 0;
  #validLines = 0;
  #wasUtf8 = false;

  /** @param encoding of the file, as messages name it */
  constructor(
    readonly file: string,
    readonly encoding = "UTF-8",
  ) {}

  get isEmpty(): boolean {
    return this.#count === 0 && this.#undecodable === 0;
  }

  /** @throws the error itself unless it is about the file's content */
  add(error: unknown): void {
    if (!(error instanceof SeginfError)) throw error;
    this.#count++;
    const last = this.#named.at(-1);
    const isNext = this.#named.length === NAMED || error.place.line === (last?.place.line ?? 0) + 1;
    if (last && (last.what !== error.what || !isNext)) this.#areAlike = false;
    if (this.#named.length < NAMED) this.#named.push(error);
  }

  /** A line is not valid in the file's encoding. `text` is copied. */
  undecodable(text: Buffer, line: number): void {
    if (this.#undecodable === 0) this.#wasUtf8 = this.isSurelyUtf8;
    if (this.#undecodable++ === 0) this.#firstUndecodable = line;
    if (this.#sampled >= SAMPLE) return;
    this.#sample.push(Buffer.from(text.subarray(0, SAMPLE - this.#sampled)), Buffer.of(10));
    this.#sampled += text.length + 1;
  }

  /** Whether so many lines with characters beyond ASCII are valid UTF-8, and all, that no more need to be looked for. */
  get isSurelyUtf8(): boolean {
    return this.#validLines >= ENOUGH_VALID && this.#undecodable === 0;
  }

  /** A line holds characters beyond ASCII in valid UTF-8: where a few others do not, they are damaged. */
  validUtf8(): void {
    this.#validLines++;
  }

  /** @throws SeginfError for the one fault, or for all of them with a line each */
  settle(): void {
    if (this.#undecodable > 0) throw this.#encodingError();
    if (this.#count === 0) return;
    const [first] = this.#named;
    if (this.#count === 1) throw first;
    if (this.#count > NAMED && this.#areAlike) {
      // Not some lines, but how the file is read.
      throw new SeginfError(`${first.what}, and in ${this.#count - 1} other lines`, first.place, first.hint, {
        cause: first,
      });
    }
    const named = this.#count > NAMED ? `the first ${NAMED} are` : "they are";
    const what = `${this.#count} lines cannot be read, ${named} named below`;
    const faults = this.#named.map(({ what: fault, place }) => new SeginfError(fault, place).message);
    throw new SeginfError(what, { file: this.file }, first.hint, { cause: first, faults });
  }

  #encodingError(): SeginfError {
    const others = this.#undecodable - 1;
    const more = others === 0 ? "" : `, and ${others} more line${others === 1 ? "" : "s"}`;
    const what = `not valid ${this.encoding}${more}`;
    return new SeginfError(what, { file: this.file, line: this.#firstUndecodable }, this.#encodingHint());
  }

  #encodingHint(): string {
    const goOn = "--replace-invalid reads on without the bad bytes";
    if (this.encoding !== "UTF-8") return `name another with --encoding; ${goOn}`;
    const guess = suggestEncoding(Buffer.concat(this.#sample));
    if (guess === "cesu-8") return "it holds halves of surrogate pairs, as CESU-8 does: pass --encoding cesu-8";
    if (this.#wasUtf8 || this.#validLines >= this.#undecodable)
      return `other lines are, so this is damaged: repair it; ${goOn}`;
    if (guess === null) return `convert the file to UTF-8, or name its encoding with --encoding; ${goOn}`;
    return `it looks like ${guess}: pass --encoding ${guess}; ${goOn}`;
  }
}
