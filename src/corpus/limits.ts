import { SeginfError } from "../errors.js";

/** Bytes that a corpus may have where nobody says otherwise: a few kilobytes can decompress to more than any memory holds. */
export const MAX_BYTES = 1_000_000_000;

/** Counts bytes against a limit. */
export class ByteLimit {
  #bytes = 0;

  /** @param file what messages call the file */
  constructor(
    readonly file: string,
    readonly most: number,
    readonly isCompressed: boolean,
  ) {}

  /** @throws SeginfError where these bytes are more than are left */
  take(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes <= this.most) return;
    const counted = this.isCompressed ? " once decompressed" : "";
    const what = `more than ${this.most.toLocaleString("en-US")} bytes${counted}`;
    throw new SeginfError(what, { file: this.file }, "raise --max-bytes if the corpus is that large");
  }
}
