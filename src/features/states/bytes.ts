import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { SeginfError } from "../../errors.js";
import { readFailure } from "../../storage/failure.js";

/** The bytes of a file, each read when it is needed: states may be larger than what memory should hold twice. */
export class FileBytes {
  readonly size: number;
  private readonly modified: number;

  /** @throws SeginfError for a file that cannot be opened */
  constructor(readonly path: string) {
    const { size, mtimeMs } = this.opened((file) => fstatSync(file));
    this.size = size;
    this.modified = mtimeMs;
  }

  /** @throws SeginfError where the file has changed since it was opened first */
  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    return this.opened((file) => {
      const { size, mtimeMs } = fstatSync(file);
      const bytes = new Uint8Array(length);
      let at = 0;
      for (let got = -1; got !== 0 && at < length; at += got) got = readSync(file, bytes, at, length - at, offset + at);
      if (at === length && size === this.size && mtimeMs === this.modified) return bytes;
      throw new SeginfError("the file changed while it was read", { file: this.path }, "run again when it is complete");
    });
  }

  private opened<T>(use: (file: number) => T): T {
    try {
      const file = openSync(this.path, "r");
      try {
        return use(file);
      } finally {
        closeSync(file);
      }
    } catch (error) {
      if (error instanceof SeginfError) throw error;
      throw readFailure(this.path, error);
    }
  }
}
