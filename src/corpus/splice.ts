/** Copies bytes with insertions, in pieces: a long run that stays as it is costs one slice. */
export class Splice {
  #pieces: Buffer[] = [];
  #at = 0;

  constructor(readonly bytes: Buffer) {}

  /** Whether so many pieces have gathered that they had better be taken. */
  get isFull(): boolean {
    return this.#pieces.length > 1 << 14;
  }

  /** Copies the bytes up to an offset. */
  copyTo(offset: number): void {
    if (offset > this.#at) this.#pieces.push(this.bytes.subarray(this.#at, offset));
    this.#at = offset;
  }

  /** Leaves out the bytes up to an offset. */
  skipTo(offset: number): void {
    this.#at = offset;
  }

  insert(bytes: Buffer): void {
    this.#pieces.push(bytes);
  }

  /** What has been copied and inserted since the last call. */
  take(): Buffer {
    const taken = Buffer.concat(this.#pieces);
    this.#pieces = [];
    return taken;
  }
}
